import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetMFADeviceCommand,
  GetUserCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateUserCommand,
  ChangePasswordCommand,
  DetachUserPolicyCommand,
  CreateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { ListTargetsByRuleCommand, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { Credentials } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { guardDocument } from '../../../shared/domain/guard-document.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients, Keys } from './clients.ts';
import { roleWith } from './role.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const CODES = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };

let aws: LocalAws;
let root: Clients;
let guardArn: string;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  const { Policy } = await root.iam.send(
    new CreatePolicyCommand({ PolicyName: 'guard', PolicyDocument: JSON.stringify(guardDocument('aws')) }),
  );
  guardArn = Policy!.Arn!;
});

afterAll(() => aws.stop());

let created = 0;

async function createUser(options: { path?: string; policies?: string[]; password?: boolean } = {}): Promise<string> {
  const UserName = `jane.doe.${created++}`;
  await root.iam.send(new CreateUserCommand({ UserName, Path: options.path ?? '/' }));
  if (options.password === true) {
    await root.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a long pass phrase' }));
  }
  for (const PolicyArn of options.policies ?? []) {
    await root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  }
  return UserName;
}

async function enrol(UserName: string, deviceName = `device-of-${UserName}`): Promise<string> {
  const { VirtualMFADevice } = await root.iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: deviceName }),
  );
  const SerialNumber = VirtualMFADevice!.SerialNumber!;
  await root.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...CODES }));
  return SerialNumber;
}

async function inConsole(user: string, mfa: boolean): Promise<Clients> {
  return clientsOf(aws, await aws.doors.consoleSession({ user, mfa }));
}

async function errorOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => (error as Error).name,
  );
}

describe.each(['/', '/eng/platform/'])('a guarded administrator at %s', (path) => {
  const guarded = (): Promise<string> => createUser({ path, policies: [ADMINISTRATOR, guardArn], password: true });

  test('can enrol a device of any name without MFA', async () => {
    const user = await guarded();
    const console = await inConsole(user, false);

    const { VirtualMFADevice } = await console.iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `phone-${user}` }),
    );
    const SerialNumber = VirtualMFADevice!.SerialNumber!;
    await console.iam.send(new EnableMFADeviceCommand({ UserName: user, SerialNumber, ...CODES }));
    const { MFADevices } = await console.iam.send(new ListMFADevicesCommand({}));

    expect(MFADevices).toMatchObject([{ UserName: user, SerialNumber }]);
  });

  test('can see the own user and change the own password without MFA', async () => {
    const user = await guarded();
    const serial = await enrol(user);
    const console = await inConsole(user, false);

    const { User } = await console.iam.send(new GetUserCommand({}));
    await console.iam.send(new GetUserCommand({ UserName: user }));
    await console.iam.send(new ListVirtualMFADevicesCommand({}));
    const device = await console.iam.send(new GetMFADeviceCommand({ UserName: user, SerialNumber: serial }));
    await console.iam.send(
      new ChangePasswordCommand({ OldPassword: 'a long pass phrase', NewPassword: 'another one' }),
    );

    expect(User?.Arn).toBe(`arn:aws:iam::${aws.accountId}:user${path}${user}`);
    expect(device.SerialNumber).toBe(serial);
  });

  test('can do nothing else without MFA', async () => {
    const user = await guarded();
    const SerialNumber = await enrol(user);
    const console = await inConsole(user, false);

    const errors = await Promise.all([
      errorOf(console.iam.send(new ListUsersCommand({}))),
      errorOf(console.iam.send(new DeactivateMFADeviceCommand({ UserName: user, SerialNumber }))),
      errorOf(console.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }))),
      errorOf(console.iam.send(new DetachUserPolicyCommand({ UserName: user, PolicyArn: guardArn }))),
      errorOf(console.iam.send(new CreateAccessKeyCommand({}))),
      errorOf(console.iam.send(new UpdateUserCommand({ UserName: user, NewUserName: 'somebody-else' }))),
      errorOf(console.eventBridge.send(new PutEventsCommand({ Entries: [{ Source: 'x', Detail: '{}' }] }))),
    ]);

    expect(errors).toEqual([...Array.from({ length: 6 }, () => 'AccessDenied'), 'AccessDeniedException']);
  });

  test('reaches no other user without MFA, not even one of a similar name', async () => {
    const user = await guarded();
    const other = `x${user}`;
    await root.iam.send(new CreateUserCommand({ UserName: other, Path: '/eng/' }));
    const serial = await enrol(other);
    const console = await inConsole(user, false);

    const errors = await Promise.all([
      errorOf(console.iam.send(new GetUserCommand({ UserName: other }))),
      errorOf(console.iam.send(new ListMFADevicesCommand({ UserName: other }))),
      errorOf(console.iam.send(new GetMFADeviceCommand({ UserName: other, SerialNumber: serial }))),
      errorOf(console.iam.send(new EnableMFADeviceCommand({ UserName: other, SerialNumber: serial, ...CODES }))),
    ]);

    expect(errors).toEqual(['AccessDenied', 'AccessDenied', 'AccessDenied', 'AccessDenied']);
  });

  test('can do everything with MFA', async () => {
    const user = await guarded();
    const SerialNumber = await enrol(user);
    const console = await inConsole(user, true);

    const { Users } = await console.iam.send(new ListUsersCommand({ MaxItems: 1000 }));
    await console.iam.send(new GetUserCommand({ UserName: Users![0]!.UserName! }));
    await console.iam.send(new DeactivateMFADeviceCommand({ UserName: user, SerialNumber }));
    const deleted = await errorOf(console.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));

    expect(deleted).toBeUndefined();
  });

  test('is refused with a long-term access key, which has no MFA', async () => {
    const user = await guarded();
    const key = clientsOf(aws, await accessKeyOf(root, user));

    const listing = await errorOf(key.iam.send(new ListUsersCommand({})));
    const own = await errorOf(key.iam.send(new GetUserCommand({})));

    expect(listing).toBe('AccessDenied');
    expect(own).toBeUndefined();
  });

  test('gets in from the command line with the code of the own device', async () => {
    const user = await guarded();
    const SerialNumber = await enrol(user);
    const key = clientsOf(aws, await accessKeyOf(root, user));

    const { Credentials } = await key.sts.send(new GetSessionTokenCommand({ SerialNumber, TokenCode: '123456' }));
    const session = clientsOf(aws, keysOf(Credentials));
    const listing = await errorOf(session.iam.send(new ListUsersCommand({})));

    expect(listing).toBeUndefined();
  });
});

describe('a guarded user without rights', () => {
  test('can enrol, thanks to the guard alone', async () => {
    const user = await createUser({ path: '/eng/', policies: [guardArn] });
    const console = await inConsole(user, false);

    const { VirtualMFADevice } = await console.iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `own-${user}` }),
    );
    const SerialNumber = VirtualMFADevice!.SerialNumber!;
    const enabled = await errorOf(
      console.iam.send(new EnableMFADeviceCommand({ UserName: user, SerialNumber, ...CODES })),
    );

    expect(enabled).toBeUndefined();
  });

  test('gains nothing by MFA but what the guard allows', async () => {
    const user = await createUser({ policies: [guardArn] });
    const console = await inConsole(user, true);

    const own = await errorOf(console.iam.send(new GetUserCommand({})));
    const listing = await errorOf(console.iam.send(new ListUsersCommand({})));

    expect(own).toBeUndefined();
    expect(listing).toBe('AccessDenied');
  });
});

describe('a guard that is attached while a session is open', () => {
  test('binds the session at its next request', async () => {
    const user = await createUser({ policies: [ADMINISTRATOR] });
    const console = await inConsole(user, false);

    const before = await errorOf(console.iam.send(new ListUsersCommand({})));
    await root.iam.send(new AttachUserPolicyCommand({ UserName: user, PolicyArn: guardArn }));
    const after = await errorOf(console.iam.send(new ListUsersCommand({})));

    expect(before).toBeUndefined();
    expect(after).toBe('AccessDenied');
  });
});

describe('GetSessionToken', () => {
  test('refuses the device of somebody else, and a code that is none', async () => {
    const [user, other] = [await createUser(), await createUser()];
    const [own, foreign] = [await enrol(user), await enrol(other)];
    const key = clientsOf(aws, await accessKeyOf(root, user));

    const errors = await Promise.all(
      [
        { SerialNumber: foreign, TokenCode: '123456' },
        { SerialNumber: own, TokenCode: 'abcdef' },
        { SerialNumber: own },
        { SerialNumber: `arn:aws:iam::${aws.accountId}:mfa/none`, TokenCode: '123456' },
      ].map((input) => errorOf(key.sts.send(new GetSessionTokenCommand(input)))),
    );

    expect(errors).toEqual(['AccessDenied', 'AccessDenied', 'AccessDenied', 'AccessDenied']);
  });

  test('without MFA gives credentials that may call other services, but not IAM', async () => {
    const user = await createUser({ policies: [ADMINISTRATOR] });
    const key = clientsOf(aws, await accessKeyOf(root, user));

    const { Credentials } = await key.sts.send(new GetSessionTokenCommand({}));
    const session = clientsOf(aws, keysOf(Credentials));
    const iam = await errorOf(session.iam.send(new GetUserCommand({})));
    const events = await errorOf(
      session.eventBridge.send(new PutEventsCommand({ Entries: [{ Source: 'x', DetailType: 'y', Detail: '{}' }] })),
    );

    expect(iam).toBe('InvalidClientTokenId');
    expect(events).toBeUndefined();
  });

  test('says who calls whatever the policies deny', async () => {
    const user = await createUser();
    await root.iam.send(
      new PutUserPolicyCommand({
        UserName: user,
        PolicyName: 'nothing',
        PolicyDocument: policy({ Effect: 'Deny', Action: '*', Resource: '*' }),
      }),
    );
    const key = clientsOf(aws, await accessKeyOf(root, user));

    const { Arn } = await key.sts.send(new GetCallerIdentityCommand({}));

    expect(Arn).toBe(`arn:aws:iam::${aws.accountId}:user/${user}`);
  });
});

describe('the key aws:MultiFactorAuthPresent', () => {
  const DENY = (condition: object) =>
    policy(
      { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*', Condition: condition },
    );
  const KEY = 'aws:MultiFactorAuthPresent';

  test.each([
    ['Bool false', { Bool: { [KEY]: 'false' } }, 'AccessDenied', undefined],
    ['BoolIfExists false', { BoolIfExists: { [KEY]: 'false' } }, 'AccessDenied', 'AccessDenied'],
    ['Null true', { Null: { [KEY]: 'true' } }, undefined, 'AccessDenied'],
  ])(
    'is false in a session without MFA and absent for a key: a Deny with %s',
    async (_, condition, inSession, byKey) => {
      const user = await createUser();
      const PolicyDocument = DENY(condition);
      await root.iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: 'test', PolicyDocument }));

      const session = await errorOf((await inConsole(user, false)).iam.send(new ListUsersCommand({})));
      const mfa = await errorOf((await inConsole(user, true)).iam.send(new ListUsersCommand({})));
      const key = await errorOf(clientsOf(aws, await accessKeyOf(root, user)).iam.send(new ListUsersCommand({})));

      expect({ session, mfa, key }).toEqual({ session: inSession, mfa: undefined, key: byKey });
    },
  );
});

describe('a role that may attach one policy only', () => {
  async function enforcer(): Promise<Clients> {
    const RoleName = `enforcer-${created++}`;
    const { Role } = await root.iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    await root.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'attach',
        PolicyDocument: policy({
          Effect: 'Allow',
          Action: 'iam:AttachUserPolicy',
          Resource: `arn:aws:iam::${aws.accountId}:user/*`,
          Condition: { ArnEquals: { 'iam:PolicyARN': guardArn } },
        }),
      }),
    );
    const { Credentials } = await root.sts.send(
      new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'test' }),
    );
    return clientsOf(aws, keysOf(Credentials));
  }

  test('attaches that one, to users at any path, and no other', async () => {
    const role = await enforcer();
    const user = await createUser({ path: '/eng/platform/' });

    const guard = await errorOf(role.iam.send(new AttachUserPolicyCommand({ UserName: user, PolicyArn: guardArn })));
    const other = await errorOf(
      role.iam.send(new AttachUserPolicyCommand({ UserName: user, PolicyArn: ADMINISTRATOR })),
    );
    const detach = await errorOf(role.iam.send(new DetachUserPolicyCommand({ UserName: user, PolicyArn: guardArn })));

    expect({ guard, other, detach }).toEqual({ guard: undefined, other: 'AccessDenied', detach: 'AccessDenied' });
  });
});

describe('resources of IAM calls', () => {
  async function allowed(PolicyDocument: string): Promise<Clients> {
    const user = await createUser();
    await root.iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: 'test', PolicyDocument }));
    return clientsOf(aws, await accessKeyOf(root, user));
  }

  test('carry the path of the user, existing or about to be created', async () => {
    const there = await createUser({ path: '/eng/' });
    const elsewhere = await createUser({ path: '/ops/' });
    const caller = await allowed(
      policy({ Effect: 'Allow', Action: 'iam:*', Resource: `arn:aws:iam::${aws.accountId}:user/eng/*` }),
    );

    const outcomes = await Promise.all([
      errorOf(caller.iam.send(new GetUserCommand({ UserName: there }))),
      errorOf(caller.iam.send(new GetUserCommand({ UserName: elsewhere }))),
      errorOf(caller.iam.send(new CreateUserCommand({ UserName: 'jane.new', Path: '/eng/' }))),
      errorOf(caller.iam.send(new CreateUserCommand({ UserName: 'jane.other', Path: '/ops/' }))),
    ]);

    expect(outcomes).toEqual([undefined, 'AccessDenied', undefined, 'AccessDenied']);
  });

  test('are the device for creating and deleting virtual devices, not the user', async () => {
    const caller = await allowed(
      policy({
        Effect: 'Allow',
        Action: ['iam:CreateVirtualMFADevice', 'iam:DeleteVirtualMFADevice'],
        Resource: `arn:aws:iam::${aws.accountId}:mfa/eng/*`,
      }),
    );

    const { VirtualMFADevice } = await caller.iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'tablet', Path: '/eng/' }),
    );
    const SerialNumber = VirtualMFADevice!.SerialNumber!;
    const elsewhere = await errorOf(
      caller.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'tablet' })),
    );
    const deleted = await errorOf(caller.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));

    expect(SerialNumber).toBe(`arn:aws:iam::${aws.accountId}:mfa/eng/tablet`);
    expect(elsewhere).toBe('AccessDenied');
    expect(deleted).toBeUndefined();
  });

  test('are named in the refusal', async () => {
    const other = await createUser({ path: '/eng/' });
    const caller = await allowed(policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }));

    const refusal = await caller.iam.send(new GetUserCommand({ UserName: other })).catch((error: unknown) => error);

    expect((refusal as Error).message).toMatch(
      new RegExp(
        `^User: arn:aws:iam::${aws.accountId}:user/jane.doe.\\d+ is not authorized to perform: iam:GetUser on resource: ` +
          `arn:aws:iam::${aws.accountId}:user/eng/${other} because no identity-based policy allows the iam:GetUser action$`,
      ),
    );
  });
});

test('policy variables are filled in in conditions too', async () => {
  const user = await createUser();
  const statement = (name: string) => ({
    Effect: 'Allow',
    Action: name === 'list' ? 'iam:ListUsers' : 'iam:ListVirtualMFADevices',
    Resource: '*',
    Condition: { StringEquals: { 'aws:username': name === 'list' ? '${aws:username}' : '${aws:PrincipalTag/none}' } },
  });
  const PolicyDocument = policy(statement('list'), statement('other'));
  await root.iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: 'test', PolicyDocument }));
  const key = clientsOf(aws, await accessKeyOf(root, user));

  const listing = await errorOf(key.iam.send(new ListUsersCommand({})));
  const other = await errorOf(key.iam.send(new ListVirtualMFADevicesCommand({})));

  expect(listing).toBeUndefined();
  expect(other).toBe('AccessDenied');
});

test('aws:ViaAWSService is false in requests of a caller', async () => {
  const user = await createUser();
  await root.iam.send(
    new PutUserPolicyCommand({
      UserName: user,
      PolicyName: 'test',
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: 'iam:ListUsers',
        Resource: '*',
        Condition: { Bool: { 'aws:ViaAWSService': 'false' } },
      }),
    }),
  );
  const key = clientsOf(aws, await accessKeyOf(root, user));

  const listing = await errorOf(key.iam.send(new ListUsersCommand({})));

  expect(listing).toBeUndefined();
});

test('a right to the targets of a rule is a right to the rule of that name on the default bus, and to no other', async () => {
  for (const Name of ['service-rule', 'other-rule']) {
    await root.eventBridge.send(new PutRuleCommand({ Name, EventPattern: '{"source":["aws.iam"]}' }));
  }
  const Resource = `arn:aws:events:${aws.region}:${aws.accountId}:rule/service-*`;
  const role = await roleWith(aws, root, { Action: 'events:ListTargetsByRule', Resource });

  const own = await errorOf(role.eventBridge.send(new ListTargetsByRuleCommand({ Rule: 'service-rule' })));
  const other = await errorOf(role.eventBridge.send(new ListTargetsByRuleCommand({ Rule: 'other-rule' })));

  expect({ own, other }).toEqual({ own: undefined, other: 'AccessDeniedException' });
});

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function keysOf(credentials: Credentials | undefined): Keys {
  return {
    accessKeyId: credentials!.AccessKeyId!,
    secretAccessKey: credentials!.SecretAccessKey!,
    sessionToken: credentials!.SessionToken!,
  };
}
