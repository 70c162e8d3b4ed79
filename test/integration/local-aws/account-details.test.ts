import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { EntityType } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyDate, anyText } from './matching.ts';
import { outcome } from './outcome.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*', Sid: 'WithÜmlaut' }],
});

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

function arn(kind: string, name: string): string {
  return `arn:aws:iam::${aws.accountId}:${kind}/${name}`;
}

const details = (...Filter: EntityType[]) =>
  root.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: 1000 }));

/** Everything over all pages: what each page had of users, groups, roles and policies, and all names. */
async function readAll(MaxItems: number, Filter?: EntityType[]) {
  const sizes: number[] = [];
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await root.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems, Marker }));
    const found = [
      ...page.UserDetailList!.map(({ UserName }) => UserName!),
      ...page.GroupDetailList!.map(({ GroupName }) => GroupName!),
      ...page.RoleDetailList!.map(({ RoleName }) => RoleName!),
      ...page.Policies!.map(({ PolicyName }) => PolicyName!),
    ];
    sizes.push(found.length);
    names.push(...found);
    expect(page.IsTruncated).toBe(page.Marker !== undefined);
    Marker = page.Marker;
  } while (Marker !== undefined);
  return { sizes, names };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user-${String(index).padStart(4, '0')}`);
}

describe('of a user', () => {
  test('path, dates, groups, policies, boundary and tags are told', async () => {
    const UserName = 'jane.doe';
    await root.iam.send(new CreatePolicyCommand({ PolicyName: 'limits', PolicyDocument: DOCUMENT }));
    await root.iam.send(
      new CreateUserCommand({
        UserName,
        Path: '/r&d/',
        PermissionsBoundary: arn('policy', 'limits'),
        Tags: [{ Key: 'own<er', Value: 'R&D "lab"' }],
      }),
    );
    await root.iam.send(new CreateGroupCommand({ GroupName: 'staff' }));
    await root.iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'staff' }));
    await root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
    await root.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'inline', PolicyDocument: DOCUMENT }));

    const { UserDetailList } = await details('User');

    expect(UserDetailList).toEqual([
      {
        UserName,
        UserId: anyText,
        Arn: arn('user', 'r&d/jane.doe'),
        Path: '/r&d/',
        CreateDate: anyDate,
        GroupList: ['staff'],
        AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: ADMINISTRATOR }],
        UserPolicyList: [{ PolicyName: 'inline', PolicyDocument: anyText }],
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: arn('policy', 'limits'),
        },
        Tags: [{ Key: 'own<er', Value: 'R&D "lab"' }],
      },
    ]);
    const document = UserDetailList![0]!.UserPolicyList![0]!.PolicyDocument!;
    expect(document).toMatch(/^[\w.~%-]+$/);
    expect(decodeURIComponent(document)).toBe(DOCUMENT);
  });

  test('a list of users is readable whatever the path', async () => {
    await root.iam.send(new CreateUserCommand({ UserName: 'jane.doe', Path: '/r&d/' }));

    const { Users } = await root.iam.send(new ListUsersCommand({}));

    expect(Users![0]!.Path).toBe('/r&d/');
  });
});

test('of a group the attached and the inline policies are told', async () => {
  await root.iam.send(new CreateGroupCommand({ GroupName: 'staff', Path: '/eng/' }));
  await root.iam.send(new AttachGroupPolicyCommand({ GroupName: 'staff', PolicyArn: ADMINISTRATOR }));
  await root.iam.send(
    new PutGroupPolicyCommand({ GroupName: 'staff', PolicyName: 'inline', PolicyDocument: DOCUMENT }),
  );

  const { GroupDetailList } = await details('Group');

  expect(GroupDetailList).toMatchObject([
    {
      GroupName: 'staff',
      Arn: arn('group', 'eng/staff'),
      AttachedManagedPolicies: [{ PolicyArn: ADMINISTRATOR }],
      GroupPolicyList: [{ PolicyName: 'inline', PolicyDocument: encodeURIComponent(DOCUMENT).replaceAll('*', '%2A') }],
    },
  ]);
});

test('of a policy every version is told and which one is in force', async () => {
  await root.iam.send(new CreatePolicyCommand({ PolicyName: 'guard', PolicyDocument: DOCUMENT }));
  const PolicyArn = arn('policy', 'guard');
  await root.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: DOCUMENT, SetAsDefault: true }));

  const { Policies } = await details('LocalManagedPolicy');

  expect(Policies).toMatchObject([
    {
      PolicyName: 'guard',
      Arn: PolicyArn,
      DefaultVersionId: 'v2',
      AttachmentCount: 0,
      PolicyVersionList: [
        { VersionId: 'v1', IsDefaultVersion: false },
        { VersionId: 'v2', IsDefaultVersion: true, CreateDate: anyDate },
      ],
    },
  ]);
});

test('of the policies that AWS manages those in use are told, when asked for', async () => {
  await aws.doors.seed([{ name: 'jane', policies: [ADMINISTRATOR] }]);

  const [local, managed] = [await details('LocalManagedPolicy'), await details('AWSManagedPolicy')];

  expect(local.Policies).toEqual([]);
  expect(managed.Policies).toMatchObject([{ Arn: ADMINISTRATOR, AttachmentCount: 1, PolicyVersionList: [{}] }]);
  expect(decodeURIComponent(managed.Policies![0]!.PolicyVersionList![0]!.Document!)).toContain('"Action"');
});

describe('pages', () => {
  beforeEach(async () => {
    await aws.doors.seed(numbered(5).map((name) => ({ name, groups: ['staff'] })));
    await root.iam.send(new CreatePolicyCommand({ PolicyName: 'guard', PolicyDocument: DOCUMENT }));
    await root.iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: DOCUMENT }));
  });

  test('go on from one list to the next and give each item once', async () => {
    const { sizes, names } = await readAll(3);

    expect(sizes).toEqual([3, 3, 2]);
    expect(names).toEqual([...numbered(5), 'staff', 'reader', 'guard']);
  });

  test.each<[EntityType[], string[]]>([
    [['User'], numbered(5)],
    [
      ['Group', 'Role'],
      ['staff', 'reader'],
    ],
    [['LocalManagedPolicy'], ['guard']],
    [['AWSManagedPolicy'], []],
  ])('hold what the filter %o asks for and nothing else', async (filter, expected) => {
    const { names } = await readAll(2, filter);

    expect(names).toEqual(expected);
  });

  test('may be of odd sizes, and empty, before the end', async () => {
    await aws.doors.addFaults({
      kind: 'page-size',
      service: 'iam',
      action: 'GetAccountAuthorizationDetails',
      sizes: [0, 3, 1],
    });

    const { sizes, names } = await readAll(1000);

    expect(sizes).toEqual([0, 3, 1, 0, 3, 1]);
    expect(names).toHaveLength(8);
  });

  test('of virtual devices may be as odd', async () => {
    await aws.doors.seed(numbered(4).map((name) => ({ name: `with-${name}`, devices: ['virtual'] })));
    await aws.doors.addFaults({ kind: 'page-size', action: 'ListVirtualMFADevices', sizes: [1, 2] });

    const first = await root.iam.send(new ListVirtualMFADevicesCommand({}));
    const second = await root.iam.send(new ListVirtualMFADevicesCommand({ Marker: first.Marker }));

    expect([first.VirtualMFADevices!.length, second.VirtualMFADevices!.length]).toEqual([1, 2]);
  });

  test('are refused for a size or a filter that IAM does not know', async () => {
    const tooMany = root.iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1001 }));

    expect(await outcome(tooMany)).toBe('ValidationError');
    expect(await outcome(details('Robot' as EntityType))).toBe('ValidationError');
  });
});

describe('5,000 users', () => {
  const names = numbered(5000);

  test('are made in one call, unknown to the trail, and read in five pages', async () => {
    const count = await aws.doors.seed(
      names.map((name, index) => ({
        name,
        path: '/eng/',
        password: true,
        devices: index % 3 === 0 ? ['passkey'] : ['virtual'],
        groups: ['staff'],
        tags: { owner: 'lab' },
      })),
    );
    const read = await readAll(1000, ['User']);

    expect(count).toBe(5000);
    expect(read.sizes).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(new Set(read.names).size).toBe(5000);
  });
});

test('what cannot be seeded is refused, and then nobody is made', async () => {
  await expect(aws.doors.seed([{ name: 'jane' }, { name: 'john', devices: ['phone' as 'virtual'] }])).rejects.toThrow(
    'a device is one of virtual, passkey, hardware',
  );
  await expect(aws.doors.seed([{ name: 'jane', policies: [arn('policy', 'none')] }])).rejects.toThrow('no policy');

  const { Users } = await root.iam.send(new ListUsersCommand({}));
  expect(Users).toEqual([]);
});
