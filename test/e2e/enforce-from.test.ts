import {
  AttachUserPolicyCommand,
  CreateUserCommand,
  IAMClient,
  ListRolesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { untilGuarded, untilMail } from '../../local/demo/look.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { callsOf, isGuarded, mailsAbout } from './steps.ts';
import { runNow } from './sweep-steps.ts';

const TWO_DAYS = 2 * 86_400;
/** More than MaxNewGuards. */
const MANY = ['many-0', 'many-1', 'many-2', 'many-3', 'many-4'];

let stack: Stack;
let from: string;

beforeAll(async () => {
  from = `${new Date(Date.now() + TWO_DAYS * 1000).toISOString().slice(0, 19)}Z`;
  stack = await startStack({ params: { EnforceFrom: from, MaxNewGuards: '3', MessagesAMinute: '99999' } });
});
afterAll(() => stack.stop());

/** With the rights of the sweep, and by nobody's code but this test's. */
async function attachAsTheSweep(UserName: string): Promise<void> {
  const { Roles = [] } = await stack.iam.send(new ListRolesCommand({}));
  const { Arn: RoleArn, RoleName } = Roles.find(({ RoleName = '' }) => RoleName.includes('SweepAccountRole')) ?? {};
  const trusted = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trusted] });
  await stack.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const sts = new STSClient(stack.config());
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const access = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const iam = new IAMClient(stack.config(access));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: stack.outputs.GuardArn }));
}

test('before the date an open user is told of it once, and not touched', async () => {
  await stack.iam.send(
    new CreateUserCommand({ UserName: 'jane.doe', Tags: [{ Key: 'owner', Value: 'team-a@example.com' }] }),
  );

  await givePassword(stack.iam, 'jane.doe');

  const { text } = await untilMail(stack, `MFA from ${from.slice(0, 10)}`, 'jane.doe');
  await stack.quiet();
  expect(text).toContain(`From ${from.slice(0, 16).replace('T', ' ')} (UTC) on the guard is attached to`);
  expect(await isGuarded(stack, 'jane.doe')).toBe(false);
  expect(await callsOf(stack, 'AttachUserPolicy', 'jane.doe')).toBe(0);
});

test('before the date sweeps attach nothing, tell each owner once, and security how many it will be', async () => {
  const { doors } = stack.aws;
  await doors.seed(MANY.map((name) => ({ name, password: true, tags: { owner: 'team-b@example.com' } })));

  for (let sweeps = 0; sweeps < 2; sweeps += 1) {
    await doors.forgetReport();
    expect((await runNow(stack, 'sweep-account')).error).toBeUndefined();
  }

  const told = await mailsAbout(stack, `MFA from ${from.slice(0, 10)}`);
  expect(told.filter(({ text }) => text.includes('- many-0'))).toHaveLength(1);
  const digests = await mailsAbout(stack, 'MFA sweep');
  expect(digests.filter(({ text }) => /whoever has to\s+be: 6 users/.test(text))).toHaveLength(1);
  expect(await Promise.all(MANY.map((name) => isGuarded(stack, name)))).toEqual(MANY.map(() => false));
});

test('before the date the role itself has no right to attach', async () => {
  await stack.aws.doors.trail(false);

  await expect(attachAsTheSweep('many-0')).rejects.toThrow(/not authorized to perform: iam:AttachUserPolicy/);

  await stack.aws.doors.trail(true);
});

test('at the date a sweep guards as many as were announced, more than MaxNewGuards', async () => {
  const { doors } = stack.aws;
  await stack.quiet();
  await doors.forgetReport();
  await doors.advanceClock(TWO_DAYS + 1);

  expect(await doors.fire('EnforceFrom')).toHaveLength(1);

  for (const name of ['jane.doe', ...MANY]) await untilGuarded(stack, name);
  await stack.quiet();
  expect(await stack.failedEvents()).toEqual([]);
});

test('after the date an event guards at once, by functions that were warm before it', async () => {
  await stack.iam.send(new CreateUserCommand({ UserName: 'john.roe' }));

  await givePassword(stack.iam, 'john.roe');

  await untilGuarded(stack, 'john.roe');
});

test('after the date more users than MaxNewGuards are a surprise again', async () => {
  await stack.quiet();
  await stack.aws.doors.seed(['late-0', 'late-1', 'late-2', 'late-3'].map((name) => ({ name, password: true })));
  await stack.aws.doors.forgetReport();

  const { error } = await runNow(stack, 'sweep-account');

  expect(error).toBe('TooManyNewGuardsError');
  expect(await isGuarded(stack, 'late-0')).toBe(false);
});
