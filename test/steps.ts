import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

const PROJECT = join(import.meta.dirname, '..');

export type Step = { readonly name: string; readonly command: readonly [string, ...string[]] };

/** How many tests passed and failed; a step without tests that fails counts as one that failed. */
export type Counted = { readonly passed: number; readonly failed: number };

export const nothing: Counted = { passed: 0, failed: 0 };

export const sum = (all: readonly Counted[]): Counted =>
  all.reduce(({ passed, failed }, one) => ({ passed: passed + one.passed, failed: failed + one.failed }), nothing);

/** A tool of node_modules under the Node that runs this. */
export const tool = (path: string, ...args: string[]): Step['command'] => [
  process.execPath,
  join(PROJECT, 'node_modules', path),
  ...args,
];

/** Runs a step; prints one line when it holds, and all that it printed when it does not. */
export async function run({ name, command }: Step): Promise<Counted> {
  const startedAt = performance.now();
  const { exitCode, output } = await execute(command);
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${exitCode === 0 ? '✓' : '✗'} ${name} (${took} s)\n`);
  if (exitCode !== 0) process.stdout.write(`${output.trimEnd()}\n`);
  return exitCode === 0 ? nothing : { passed: 0, failed: 1 };
}

/** Runs a vitest project in front of whoever started this, and counts its tests. */
export async function runTests(project: string): Promise<Counted> {
  process.stdout.write(`\nTests: ${project}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'tests-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const [program, ...args] = tool('vitest/vitest.mjs', 'run', '--project', project, ...reporters);
    const child = spawn(program, args, { cwd: PROJECT, stdio: 'inherit' });
    await once(child, 'close');
    return await count(report, child.exitCode === 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const reportSchema = v.object({ numPassedTests: v.number(), numFailedTests: v.number() });

/** A run that failed without a failed test (a file that does not load) counts as one. */
async function count(report: string, succeeded: boolean): Promise<Counted> {
  const text = await readFile(report, 'utf8').catch(() => '{"numPassedTests":0,"numFailedTests":0}');
  const { numPassedTests: passed, numFailedTests: failed } = v.parse(reportSchema, JSON.parse(text));
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

async function execute([program, ...args]: Step['command']): Promise<{ exitCode: number; output: string }> {
  const child = spawn(program, args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  await once(child, 'close');
  return { exitCode: child.exitCode ?? 1, output: printed.join('') };
}
