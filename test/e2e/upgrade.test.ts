import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CreatePolicyCommand, CreateUserCommand, GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT } from '../../infrastructure/run-osls.ts';
import { givePassword } from '../../local/demo/arrange.ts';
import { untilGuarded } from '../../local/demo/look.ts';
import { deployStack } from '../../local/deploy.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { isGuarded } from './steps.ts';

const PARAMS = { Mode: 'enforce', SecurityEmail: 'security@example.com', MessagesAMinute: '99999' };
const THIS_TEXT = 'AllowLookups';
const OTHER_TEXT = 'AllowLookingUp';
const TAKEN = 'taken';
const ANY_DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});

let stack: Stack;

/** Another release: the same service, whose guard has a statement of another name. */
async function anotherText(directory: string): Promise<void> {
  for (const part of ['shared', 'functions', 'infrastructure']) {
    await rm(join(directory, part));
    await cp(join(PROJECT, part), join(directory, part), { recursive: true });
  }
  await change(join(directory, 'shared/domain/guard-document.ts'), (text) => text.replace(THIS_TEXT, OTHER_TEXT));
}

/** The same, and a policy whose name is taken, which IAM refuses once the guard has its new text. */
async function anotherTextThatFails(directory: string): Promise<void> {
  await anotherText(directory);
  await change(
    join(directory, 'infrastructure/bus.yml'),
    (text) => `${text}
  Refused:
    Type: AWS::IAM::ManagedPolicy
    DependsOn: [Guard]
    Properties:
      ManagedPolicyName: ${TAKEN}
      PolicyDocument: ${ANY_DOCUMENT}
`,
  );
}

async function change(file: string, to: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(to(text)).not.toBe(text);
  await writeFile(file, to(text));
}

/** The text that binds whoever carries the guard. */
async function textInForce(): Promise<string> {
  const PolicyArn = stack.outputs.GuardArn;
  const { Policy } = await stack.iam.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await stack.iam.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  return decodeURIComponent(PolicyVersion?.Document ?? '');
}

/** Looks, for as long as the work lasts, whether the user is without the guard or the guard without its denial. */
async function watched(work: Promise<unknown>): Promise<{ looks: number; bare: number }> {
  const state = { going: true };
  const seen = { looks: 0, bare: 0 };
  const watching = (async () => {
    while (state.going) {
      const holds = (await isGuarded(stack, 'jane.doe')) && (await textInForce()).includes('"Deny"');
      seen.looks += 1;
      if (!holds) seen.bare += 1;
      await setTimeout(50);
    }
  })();
  try {
    await work;
  } finally {
    state.going = false;
    await watching;
  }
  return seen;
}

const alerts = async () =>
  (await stack.aws.doors.mail())
    .filter(({ subject }) => /guard|NOT/i.test(subject ?? ''))
    .map(({ subject }) => subject);

beforeAll(async () => {
  stack = await startStack({ params: { MessagesAMinute: '99999' } });
  await stack.iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));
  await givePassword(stack.iam, 'jane.doe');
  await untilGuarded(stack, 'jane.doe');
  await stack.quiet();
  await stack.aws.doors.clearMail();
}, 240_000);
afterAll(() => stack.stop());

test('a new text of the guard is left in force, and everybody is guarded throughout', async () => {
  const { looks, bare } = await watched(deployStack(stack.aws, PARAMS, anotherText));
  await stack.quiet();

  expect(looks).toBeGreaterThan(5);
  expect(bare).toBe(0);
  expect(await textInForce()).toContain(OTHER_TEXT);
  expect(await alerts()).toEqual([]);
}, 240_000);

test('the release of before, deployed again, puts its own text back in the same way', async () => {
  const { bare } = await watched(deployStack(stack.aws, PARAMS));
  await stack.quiet();

  expect(bare).toBe(0);
  expect(await textInForce()).toContain(THIS_TEXT);
  expect(await alerts()).toEqual([]);
}, 240_000);

test('an upgrade that fails half-way is rolled back to the text of before, which stays in force', async () => {
  await stack.iam.send(new CreatePolicyCommand({ PolicyName: TAKEN, PolicyDocument: ANY_DOCUMENT }));
  const failing = deployStack(stack.aws, PARAMS, anotherTextThatFails);
  const failed = expect(failing).rejects.toThrow(/Refused|ROLLBACK|failed/i);
  const { bare } = await watched(failed);
  await stack.quiet();

  expect(bare).toBe(0);
  expect(await isGuarded(stack, 'jane.doe')).toBe(true);
  expect(await textInForce()).toContain(THIS_TEXT);
  expect(await stack.failedEvents()).toEqual([]);
}, 240_000);
