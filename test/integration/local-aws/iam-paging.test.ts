import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  paginateListAttachedUserPolicies,
  paginateListMFADevices,
  paginateListUsers,
  paginateListVirtualMFADevices,
} from '@aws-sdk/client-iam';
import type { AssignmentStatusType } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyDate } from './matching.ts';

const UserName = 'user-1';
const NUMBERS = [1, 2, 3, 4, 5];

let aws: LocalAws;
let iam: Clients['iam'];

beforeAll(async () => {
  aws = await startLocalAws();
  iam = clientsOf(aws).iam;
  for (const number of NUMBERS) {
    await iam.send(new CreateUserCommand({ UserName: `user-${number}`, Path: number > 3 ? '/eng/' : '/' }));
    await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `device-${number}` }));
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: `policy-${number}`,
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
        }),
      }),
    );
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arn('policy', `policy-${number}`) }));
  }
  for (const number of [1, 2, 3]) {
    await iam.send(
      new EnableMFADeviceCommand({
        UserName,
        SerialNumber: arn('mfa', `device-${number}`),
        AuthenticationCode1: '123456',
        AuthenticationCode2: '234567',
      }),
    );
  }
});

afterEach(() => aws.doors.clearFaults());
afterAll(() => aws.stop());

function arn(kind: string, name: string): string {
  return `arn:aws:iam::${aws.accountId}:${kind}/${name}`;
}

/** The sizes of the pages, and every item in order. */
async function read<P>(pages: AsyncIterable<P>, items: (page: P) => (string | undefined)[]) {
  const sizes: number[] = [];
  const all: (string | undefined)[] = [];
  for await (const page of pages) {
    sizes.push(items(page).length);
    all.push(...items(page));
  }
  return { sizes, all };
}

describe('lists come in pages', () => {
  const pageSize = 2;

  test('of users', async () => {
    const { sizes, all } = await read(paginateListUsers({ client: iam, pageSize }, {}), (page) =>
      page.Users!.map((user) => user.UserName),
    );

    expect(sizes).toEqual([2, 2, 1]);
    expect(all).toEqual(NUMBERS.map((number) => `user-${number}`));
  });

  test('of a user’s devices', async () => {
    const { sizes, all } = await read(paginateListMFADevices({ client: iam, pageSize }, { UserName }), (page) =>
      page.MFADevices!.map((device) => device.SerialNumber),
    );

    expect(sizes).toEqual([2, 1]);
    expect(all).toEqual([1, 2, 3].map((number) => arn('mfa', `device-${number}`)));
  });

  test('of a user’s policies', async () => {
    const pages = paginateListAttachedUserPolicies({ client: iam, pageSize }, { UserName });
    const { sizes, all } = await read(pages, (page) => page.AttachedPolicies!.map((policy) => policy.PolicyName));

    expect(sizes).toEqual([2, 2, 1]);
    expect(all).toEqual(NUMBERS.map((number) => `policy-${number}`));
  });

  test.each<[AssignmentStatusType, number[], number[]]>([
    ['Any', [2, 2, 1], [1, 2, 3, 4, 5]],
    ['Assigned', [2, 1], [1, 2, 3]],
    ['Unassigned', [2], [4, 5]],
  ])('of virtual devices: %s', async (AssignmentStatus, expectedSizes, numbers) => {
    const pages = paginateListVirtualMFADevices({ client: iam, pageSize }, { AssignmentStatus });
    const { sizes, all } = await read(pages, (page) => page.VirtualMFADevices!.map((device) => device.SerialNumber));

    expect(sizes).toEqual(expectedSizes);
    expect(all).toEqual(numbers.map((number) => arn('mfa', `device-${number}`)));
  });
});

test('users of a path are listed by its prefix', async () => {
  const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: '/eng/' }));

  expect(Users!.map((user) => user.UserName)).toEqual(['user-4', 'user-5']);
});

test('an assigned virtual device tells its user and since when', async () => {
  const { VirtualMFADevices } = await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }));

  expect(VirtualMFADevices![0]).toMatchObject({ User: { Arn: arn('user', UserName) }, EnableDate: anyDate });
});

test('a user deleted or created between two pages makes none appear twice', async () => {
  const first = await iam.send(new ListUsersCommand({ MaxItems: 3 }));
  await iam.send(new CreateUserCommand({ UserName: 'user-0' }));
  const second = await iam.send(new ListUsersCommand({ MaxItems: 3, Marker: first.Marker }));

  expect(second.Users!.map((user) => user.UserName)).toEqual(['user-4', 'user-5']);
});

test('a fault makes pages small though the caller asks for more', async () => {
  await aws.doors.addFaults({ kind: 'page-size', service: 'iam', action: 'ListMFADevices', size: 1 });

  const { sizes } = await read(paginateListMFADevices({ client: iam }, { UserName }), (page) =>
    page.MFADevices!.map((device) => device.SerialNumber),
  );

  expect(sizes).toEqual([1, 1, 1]);
});

test.each([{ MaxItems: 1001 }, { Marker: 'not a marker' }])('%o is refused', async (input) => {
  const error: unknown = await iam.send(new ListUsersCommand(input)).catch((cause: unknown) => cause);

  expect(error).toMatchObject({ name: 'ValidationError' });
});
