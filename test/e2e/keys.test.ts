import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteLoginProfileCommand,
  EnableMFADeviceCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, type Stack, startStack } from '../../local/stack.ts';
import { until } from '../../local/until.ts';

const STRICT = 'aws-mfa-enforcer-guard';
const SPARING = 'aws-mfa-enforcer-guard-keys-allowed';
const DAY = 86_400;

let stack: Stack;

const guardsOf = async (UserName: string): Promise<readonly string[]> => {
  const { AttachedPolicies = [] } = await stack.iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  return AttachedPolicies.map(({ PolicyName = '' }) => PolicyName);
};

const carries = (UserName: string, ...expected: readonly string[]) =>
  until(
    `${UserName} to carry ${expected.join(', ') || 'no guard'}`,
    async () => ((await guardsOf(UserName)).join() === expected.join() ? true : undefined),
    20_000,
  );

/** A user whom somebody's automation works as, with a key. */
async function aRobot(UserName: string): Promise<Access> {
  await stack.iam.send(new CreateUserCommand({ UserName }));
  await stack.iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: 'work',
      PolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}]}',
    }),
  );
  const { AccessKey } = await stack.iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

const works = (access: Access) => new IAMClient(stack.config(access)).send(new ListUsersCommand({}));

const setsPassword = (UserName: string) =>
  stack.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-Horse-7' }));

const inConsole = async (user: string) => stack.aws.doors.consoleSession({ user, mfa: false });

describe('keys in use are spared', () => {
  beforeAll(async () => {
    stack = await startStack({ params: { LongTermKeys: 'spare-in-use', MessagesAMinute: '99999' } });
  }, 240_000);
  afterAll(() => stack.stop());

  test('a robot with a password keeps working by its key, and does nothing in the console', async () => {
    const key = await aRobot('robot');
    await works(key);
    await setsPassword('robot');
    await carries('robot', SPARING);
    await stack.quiet();

    expect(await guardsOf('robot')).toEqual([SPARING]);
    await works(key);
    await expect(works(await inConsole('robot'))).rejects.toThrow(/explicit deny|not authorized/i);
  }, 60_000);

  test('an idle key is denied, once it was seen to be idle', async () => {
    const key = await aRobot('idle');
    await setsPassword('idle');
    await carries('idle', STRICT);

    await expect(works(key)).rejects.toThrow(/explicit deny|not authorized/i);
  }, 60_000);

  test('a key that nobody uses any more is denied by the first sweep after thirty days', async () => {
    await stack.quiet();
    await stack.aws.doors.advanceClock(31 * DAY);
    await stack.aws.doors.fire('Sweep');

    await carries('robot', STRICT);
  }, 120_000);
});

describe('a guard that comes off whoever needs none', () => {
  beforeAll(async () => {
    stack = await startStack({
      params: { Release: 'when-compliant', LongTermKeys: 'allow', MessagesAMinute: '99999' },
    });
  }, 240_000);
  afterAll(() => stack.stop());

  test('keys keep working whatever they are used for, and sessions without MFA do not', async () => {
    const key = await aRobot('robot');
    await setsPassword('robot');
    await carries('robot', SPARING);

    await works(key);
    await expect(works(await inConsole('robot'))).rejects.toThrow(/explicit deny|not authorized/i);
  }, 60_000);

  test('with the password the guard goes, and security hears of it', async () => {
    await stack.iam.send(new DeleteLoginProfileCommand({ UserName: 'robot' }));

    await carries('robot');
    await until('the mail', async () =>
      (await stack.aws.doors.mail()).find(({ subject }) => subject?.includes('guard taken off') === true),
    );
  }, 60_000);

  test('with a device it goes, and nobody fights over it', async () => {
    await aRobot('jane.doe');
    await setsPassword('jane.doe');
    await carries('jane.doe', SPARING);
    const { VirtualMFADevice } = await stack.iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }),
    );
    await stack.iam.send(
      new EnableMFADeviceCommand({
        UserName: 'jane.doe',
        SerialNumber: VirtualMFADevice?.SerialNumber,
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );

    await carries('jane.doe');
    await stack.quiet();
    expect(await guardsOf('jane.doe')).toEqual([]);
  }, 60_000);
});
