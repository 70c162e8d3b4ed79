import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { launch } from '../../../local/launch.ts';
import { startLocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import { eventually } from './eventually.ts';
import { functionStack } from './function-stack.ts';
import { createStack } from './stack.ts';

const START = join(import.meta.dirname, '../../../local/start.ts');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lifetime-'));
  vi.stubEnv('TMPDIR', folder);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function isServing(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_local/clock`).then(
    (response) => response.ok,
    () => false,
  );
}

test('stopping it leaves nothing running and no folder behind, however often it is stopped', async () => {
  const aws = await startLocalAws();
  const during = await readdir(folder);

  await Promise.all([aws.stop(), aws.stop()]);
  await aws.stop();

  expect(during).toHaveLength(1);
  expect(await isServing(aws.endpoint)).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

test('two at once know nothing of each other', async () => {
  const [first, second] = await Promise.all([startLocalAws(), startLocalAws()]);

  await clientsOf(first).iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));
  const { Users } = await clientsOf(second).iam.send(new ListUsersCommand({}));
  await Promise.all([first.stop(), second.stop()]);

  expect(first.endpoint).not.toBe(second.endpoint);
  expect(Users).toEqual([]);
});

test('it ends with the process that started it, even one that was killed', async () => {
  const program = join(folder, 'starts-and-stays.ts');
  await writeFile(
    program,
    `import { startLocalAws } from ${JSON.stringify(START)};
     console.log((await startLocalAws()).endpoint);
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [endpoint] = (await once(createInterface(child.stdout), 'line')) as [string];

  const before = await isServing(endpoint);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const start = performance.now();
  await eventually(async () => !(await isServing(endpoint)) || undefined);
  const took = performance.now() - start;
  const left = await eventually(async () => {
    const names = await readdir(folder);
    return names.length === 1 ? names : undefined;
  });

  expect(before).toBe(true);
  // It looks every fifth of a second; a loaded machine may take its time.
  expect(took).toBeLessThan(5000);
  expect(left).toEqual(['starts-and-stays.ts']);
});

test('functions end with it, even in the middle of their work', async () => {
  const aws = await startLocalAws();
  const { cloudFormation, lambda } = clientsOf(aws);
  const file = join(folder, 'worker');
  const stack = functionStack({
    code: `
      exports.handler = async ({ file }) => {
        require('node:fs').writeFileSync(file, String(process.pid));
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      };`,
    eventPattern: { source: ['nobody'] },
  });
  const { outputs } = await createStack(cloudFormation, 'busy', stack);
  const Payload = new TextEncoder().encode(JSON.stringify({ file }));
  await lambda.send(new InvokeCommand({ FunctionName: outputs['FunctionName'], InvocationType: 'Event', Payload }));
  const worker = await eventually(async () => (await readFile(file, 'utf8').catch(() => '')) || undefined);

  await aws.stop();
  const ended = await eventually(() => Promise.resolve(!isRunning(Number(worker)) || undefined));

  expect(ended).toBe(true);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('one that cannot start tells the end of its log', async () => {
  const started = launch({ python: process.execPath, folder, settings: {}, logFile: undefined });

  await expect(started).rejects.toThrow(/^The local AWS did not start\. The end of its log:\n[^]*launcher/);
});
