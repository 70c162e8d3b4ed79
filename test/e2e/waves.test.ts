import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeactivateMFADeviceCommand,
  IAMClient,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAdministrator, enrolVirtualDevice, givePassword } from '../../local/demo/arrange.ts';
import { untilGuarded, untilMail } from '../../local/demo/look.ts';
import { deployStack } from '../../local/deploy.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { callsOf, isGuarded, mailsAbout } from './steps.ts';
import { callsBy, runNow } from './sweep-steps.ts';

const PARAMS = { Mode: 'enforce', SecurityEmail: 'security@example.com', MessagesAMinute: '99999' };

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    params: {
      ...PARAMS,
      Include: 'path:/eng/*,group:pilots-*,tag:wave=1*',
      Exclude: 'path:/eng/late/*',
    },
  });
  await stack.iam.send(new CreateGroupCommand({ GroupName: 'pilots-berlin' }));
});
afterAll(() => stack.stop());

const sweep = async () => {
  await stack.aws.doors.forgetReport();
  const { error } = await runNow(stack, 'sweep-account');
  expect(error).toBeUndefined();
};

async function create(UserName: string, Path = '/', tags: Readonly<Record<string, string>> = {}): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await stack.iam.send(new CreateUserCommand({ UserName, Path, Tags }));
}

test('who is in the wave by path, group or tag is guarded by an event', async () => {
  await create('by-path', '/eng/web/');
  await create('by-tag', '/', { wave: '1b' });
  await create('by-group');
  await stack.iam.send(new AddUserToGroupCommand({ UserName: 'by-group', GroupName: 'pilots-berlin' }));

  for (const name of ['by-path', 'by-tag', 'by-group']) await givePassword(stack.iam, name);

  for (const name of ['by-path', 'by-tag', 'by-group']) await untilGuarded(stack, name);
});

test('who is outside, or excluded, is guarded by neither event nor sweep, and is named in the digest', async () => {
  await create('outside', '/ops/', { wave: '2' });
  await create('excluded', '/eng/late/');
  for (const name of ['outside', 'excluded']) await givePassword(stack.iam, name);
  for (const name of ['outside', 'excluded']) {
    await expect.poll(() => callsOf(stack, 'GetLoginProfile', name), { timeout: 20_000 }).toBeGreaterThan(0);
  }
  await stack.quiet();

  await sweep();

  expect([await isGuarded(stack, 'outside'), await isGuarded(stack, 'excluded')]).toEqual([false, false]);
  const { text } = await untilMail(stack, 'MFA sweep');
  expect(text).toContain('2 users would be guarded if they were in it:');
  expect(text).toMatch(/- outside\n/);
  expect(await mailsAbout(stack, 'outside')).toEqual([]);
});

test('who untags himself and removes the device is guarded all the same, and named', async () => {
  await createAdministrator(stack.iam, 'jane.doe', '/ops/');
  await stack.iam.send(new TagUserCommand({ UserName: 'jane.doe', Tags: [{ Key: 'wave', Value: '1' }] }));
  const serial = await enrolVirtualDevice(stack.iam, 'jane.doe', 'phone');
  await givePassword(stack.iam, 'jane.doe');
  await stack.quiet();
  await sweep();
  expect(await isGuarded(stack, 'jane.doe')).toBe(false);

  const own = new IAMClient(stack.config(await stack.aws.doors.consoleSession({ user: 'jane.doe', mfa: true })));
  await own.send(new UntagUserCommand({ UserName: 'jane.doe', TagKeys: ['wave'] }));
  await own.send(new DeactivateMFADeviceCommand({ UserName: 'jane.doe', SerialNumber: serial }));

  await untilGuarded(stack, 'jane.doe');
  await stack.quiet();
  await sweep();
  const digests = await mailsAbout(stack, 'MFA sweep');
  expect(digests.filter(({ text }) => /user\/ops\/jane\.doe was in the\s+wave/.test(text))).toHaveLength(1);
});

test('a sweep that finds nobody new writes the memory of the wave no more, and costs one read of it', async () => {
  await stack.aws.doors.clearCalls();

  await sweep();

  // The two updates take the lease and give it back.
  expect(await callsBy(stack, 'sweep-account')).toMatchObject({ GetItem: 1, UpdateItem: 2 });
});

test('when the wave is widened to everybody, who waited is guarded, and nobody loses a guard', async () => {
  await stack.quiet();
  await deployStack(stack.aws, PARAMS);
  await stack.quiet();

  await sweep();

  for (const name of ['outside', 'excluded', 'by-path', 'by-tag', 'by-group', 'jane.doe']) {
    expect({ name, guarded: await isGuarded(stack, name) }).toEqual({ name, guarded: true });
  }
});
