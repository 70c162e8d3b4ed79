import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteLoginProfileCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  GetMFADeviceCommand,
  GetUserCommand,
  ListAttachedUserPoliciesCommand,
  ListMFADevicesCommand,
  ListUserTagsCommand,
  ListVirtualMFADevicesCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyDate } from './matching.ts';

const ALLOW = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
});
const CODES = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };

let aws: LocalAws;
let root: Clients;
let iam: Clients['iam'];

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  iam = root.iam;
});

afterAll(() => aws.stop());

let created = 0;

async function createUser(path = '/'): Promise<string> {
  const UserName = `jane.doe.${created++}`;
  await iam.send(new CreateUserCommand({ UserName, Path: path }));
  return UserName;
}

async function createPolicy(): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: `policy-${created++}`, PolicyDocument: ALLOW }),
  );
  return Policy!.Arn!;
}

async function createDevice(): Promise<string> {
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `device-${created++}` }),
  );
  return VirtualMFADevice!.SerialNumber!;
}

async function refusal(call: Promise<unknown>) {
  return call.then(
    () => 'no refusal',
    (error: unknown) => {
      const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      return { name, message, status: $metadata?.httpStatusCode };
    },
  );
}

describe('what is not there', () => {
  test.each([
    ['ListMFADevices', () => new ListMFADevicesCommand({ UserName: 'nobody' })],
    ['ListAttachedUserPolicies', () => new ListAttachedUserPoliciesCommand({ UserName: 'nobody' })],
    ['GetUser', () => new GetUserCommand({ UserName: 'nobody' })],
    ['DeactivateMFADevice', () => new DeactivateMFADeviceCommand({ UserName: 'nobody', SerialNumber: 'GAHT12345678' })],
    ['UpdateUser', () => new UpdateUserCommand({ UserName: 'nobody', NewUserName: 'somebody' })],
  ])('%s of an unknown user is NoSuchEntity', async (_, command) => {
    const refused = await refusal(iam.send(command() as GetUserCommand));

    expect(refused).toEqual({
      name: 'NoSuchEntityException',
      message: 'The user with name nobody cannot be found.',
      status: 404,
    });
  });

  test('a policy that does not exist cannot be attached', async () => {
    const UserName = await createUser();
    const PolicyArn = `arn:aws:iam::${aws.accountId}:policy/none`;

    const refused = await refusal(iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })));

    expect(refused).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
      status: 404,
    });
  });

  test('a user without a password has no login profile', async () => {
    const UserName = await createUser();

    const refused = await refusal(iam.send(new GetLoginProfileCommand({ UserName })));

    expect(refused).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });
});

describe('quotas', () => {
  test('an eleventh managed policy is refused until one of the ten is detached, which may be attached again', async () => {
    const UserName = await createUser();
    const arns = await Promise.all(Array.from({ length: 11 }, createPolicy));
    for (const PolicyArn of arns.slice(0, 10)) {
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    }

    const eleventh = await refusal(iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arns[10]! })));
    const again = await refusal(iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arns[0]! })));
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: arns[0]! }));
    const inTheFreeSlot = await refusal(iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arns[10]! })));
    const twice = await refusal(iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: arns[0]! })));

    expect(eleventh).toEqual({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PoliciesPerUser: 10',
      status: 409,
    });
    expect(again).toBe('no refusal');
    expect(inTheFreeSlot).toBe('no refusal');
    expect(twice).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });

  test('a ninth device is refused', async () => {
    const UserName = await createUser();
    const enable = (number: number) =>
      iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: `GAHT${created}000${number}`, ...CODES }));
    for (let number = 0; number < 8; number++) await enable(number);

    const ninth = await refusal(enable(8));

    expect(ninth).toMatchObject({ name: 'LimitExceededException', status: 409 });
  });

  test('inline policies of a user have 2,048 characters together, white space not counted', async () => {
    const UserName = await createUser();
    const document = (characters: number) =>
      JSON.stringify(
        { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: 'a'.repeat(characters) }] },
        undefined,
        200,
      );
    const put = (PolicyName: string, characters: number) =>
      iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: document(characters) }));
    await put('first', 1000);

    const tooMuch = await refusal(put('second', 1000));
    const replaced = await refusal(put('first', 1900));

    expect(tooMuch).toMatchObject({ name: 'LimitExceededException', status: 409 });
    expect(replaced).toBe('no refusal');
  });
});

describe('what is in use', () => {
  const LEAVES: [string, (UserName: string) => Promise<unknown>][] = [
    [
      'a policy',
      async (UserName) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: await createPolicy() })),
    ],
    [
      'an inline policy',
      (UserName) => iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'x', PolicyDocument: ALLOW })),
    ],
    ['a password', (UserName) => iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a pass phrase' }))],
    ['an access key', (UserName) => iam.send(new CreateAccessKeyCommand({ UserName }))],
    [
      'a device',
      async (UserName) =>
        iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: await createDevice(), ...CODES })),
    ],
  ];

  test.each(LEAVES)('a user with %s cannot be deleted', async (_, give) => {
    const UserName = await createUser();
    await give(UserName);

    const refused = await refusal(iam.send(new DeleteUserCommand({ UserName })));

    expect(refused).toMatchObject({ name: 'DeleteConflictException', status: 409 });
  });

  test('a policy that somebody carries cannot be deleted', async () => {
    const [UserName, PolicyArn] = [await createUser(), await createPolicy()];
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));

    const attached = await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })));
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
    const detached = await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })));

    expect(attached).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete a policy attached to entities.',
      status: 409,
    });
    expect(detached).toBe('no refusal');
  });

  test('a device that is assigned cannot be deleted', async () => {
    const [UserName, SerialNumber] = [await createUser(), await createDevice()];
    await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...CODES }));

    const refused = await refusal(iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));

    expect(refused).toMatchObject({ name: 'DeleteConflictException', status: 409 });
  });
});

describe('what is there already', () => {
  test('a user of the same name, whatever the case and the path', async () => {
    const name = await createUser('/eng/');

    const refused = await refusal(iam.send(new CreateUserCommand({ UserName: name.toUpperCase() })));

    expect(refused).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 });
  });

  test('a password, a device, a policy', async () => {
    const UserName = await createUser();
    const profile = { UserName, Password: 'a pass phrase' };
    await iam.send(new CreateLoginProfileCommand(profile));
    const arn = await createPolicy();
    const serial = await createDevice();

    const refused = await Promise.all([
      refusal(iam.send(new CreateLoginProfileCommand(profile))),
      refusal(iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: serial.split('/')[1]! }))),
      refusal(iam.send(new CreatePolicyCommand({ PolicyName: arn.split('/')[1]!, PolicyDocument: ALLOW }))),
    ]);

    const expected = { name: 'EntityAlreadyExistsException', status: 409 };
    expect(refused).toMatchObject([expected, expected, expected]);
  });
});

describe('devices', () => {
  test.each([
    ['a hardware token', 'GAHT12345678'],
    ['a passkey', 'arn:aws:iam::111111111111:u2f/user/jane.doe/key-ABCDEF'],
  ])('%s is known from when it is enabled until it is deactivated', async (_, SerialNumber) => {
    const UserName = await createUser();

    await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...CODES }));
    const device = await iam.send(new GetMFADeviceCommand({ UserName, SerialNumber }));
    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName }));
    const { VirtualMFADevices } = await iam.send(new ListVirtualMFADevicesCommand({}));
    await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
    const afterwards = await refusal(iam.send(new GetMFADeviceCommand({ UserName, SerialNumber })));

    expect(device).toMatchObject({ UserName, SerialNumber, EnableDate: anyDate });
    expect(MFADevices).toMatchObject([{ SerialNumber }]);
    expect(VirtualMFADevices!.map((d) => d.SerialNumber)).not.toContain(SerialNumber);
    expect(afterwards).toMatchObject({ name: 'NoSuchEntityException' });
  });

  test('the same code twice is not two codes', async () => {
    const [UserName, SerialNumber] = [await createUser(), await createDevice()];

    const refused = await refusal(
      iam.send(
        new EnableMFADeviceCommand({
          UserName,
          SerialNumber,
          AuthenticationCode1: '123456',
          AuthenticationCode2: '123456',
        }),
      ),
    );

    expect(refused).toMatchObject({ name: 'InvalidAuthenticationCodeException', status: 403 });
  });
});

describe('a user who is renamed and moved', () => {
  test('keeps the id and all that belongs to it', async () => {
    const before = await createUser();
    const after = `${before}.smith`;
    const PolicyArn = await createPolicy();
    const SerialNumber = await createDevice();
    await iam.send(new AttachUserPolicyCommand({ UserName: before, PolicyArn }));
    await iam.send(new EnableMFADeviceCommand({ UserName: before, SerialNumber, ...CODES }));
    await iam.send(new CreateLoginProfileCommand({ UserName: before, Password: 'a pass phrase' }));
    const { User: former } = await iam.send(new GetUserCommand({ UserName: before }));
    const key = clientsOf(aws, await accessKeyOf(root, before));
    const session = clientsOf(aws, await aws.doors.consoleSession({ user: before, mfa: false }));

    await iam.send(new UpdateUserCommand({ UserName: before, NewUserName: after, NewPath: '/eng/' }));
    const { User } = await iam.send(new GetUserCommand({ UserName: after }));
    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: after }));
    const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: after }));
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: after }));
    const byKey = await key.iam.send(new GetUserCommand({}));
    const inSession = await session.iam.send(new GetUserCommand({}));
    const old = await refusal(iam.send(new GetUserCommand({ UserName: before })));

    expect(User).toMatchObject({
      UserId: former!.UserId,
      CreateDate: former!.CreateDate,
      Arn: `arn:aws:iam::${aws.accountId}:user/eng/${after}`,
    });
    expect(MFADevices).toMatchObject([{ UserName: after, SerialNumber }]);
    expect(AttachedPolicies).toMatchObject([{ PolicyArn }]);
    expect(LoginProfile).toMatchObject({ UserName: after });
    expect(byKey.User?.UserName).toBe(after);
    expect(inSession.User?.UserName).toBe(after);
    expect(old).toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('a user who is created again under the name of a deleted one', () => {
  test('is another user, with nothing of the former', async () => {
    const UserName = await createUser();
    const { User: former } = await iam.send(new GetUserCommand({ UserName }));
    const session = clientsOf(aws, await aws.doors.consoleSession({ user: UserName, mfa: true }));
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a pass phrase' }));
    await iam.send(new DeleteLoginProfileCommand({ UserName }));

    await iam.send(new DeleteUserCommand({ UserName }));
    await iam.send(new CreateUserCommand({ UserName }));
    const { User } = await iam.send(new GetUserCommand({ UserName }));
    const profile = await refusal(iam.send(new GetLoginProfileCommand({ UserName })));
    const formerSession = await refusal(session.iam.send(new GetUserCommand({})));

    expect(User!.UserId).not.toBe(former!.UserId);
    expect(profile).toMatchObject({ name: 'NoSuchEntityException' });
    expect(formerSession).toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

test('tags keep characters that mean something in XML', async () => {
  const UserName = await createUser();
  const Tags = [{ Key: 'team', Value: 'R&D <platform>' }];

  await iam.send(new TagUserCommand({ UserName, Tags }));
  const { User } = await iam.send(new GetUserCommand({ UserName }));
  const listed = await iam.send(new ListUserTagsCommand({ UserName }));

  expect(User!.Tags).toEqual(Tags);
  expect(listed.Tags).toEqual(Tags);
});
