import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  paginateListAccessKeys,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyDate } from './matching.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';

const DAY_MS = 86_400_000;
const NEVER = { Region: 'N/A', ServiceName: 'N/A' };

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

async function keyIdsOf(UserName: string): Promise<string[]> {
  const { AccessKeyMetadata } = await root.iam.send(new ListAccessKeysCommand({ UserName }));
  return AccessKeyMetadata!.map(({ AccessKeyId }) => AccessKeyId!);
}

async function lastUse(AccessKeyId: string) {
  return root.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
}

async function reportRow(user: string): Promise<Record<string, string>> {
  await root.iam.send(new GenerateCredentialReportCommand({}));
  const { Content } = await root.iam.send(new GetCredentialReportCommand({}));
  const [header, ...rows] = new TextDecoder().decode(Content).split('\n');
  const cells = rows.find((row) => row.startsWith(`${user},`))!.split(',');
  return Object.fromEntries(header!.split(',').map((column, index) => [column, cells[index]!]));
}

describe('seeded keys', () => {
  test('were used so many days ago, for what and where the test says, and the report says the same', async () => {
    await aws.doors.seed([
      { name: 'deployer', accessKeys: [{ usedDaysAgo: 3, service: 'ecr', region: 'eu-west-1' }, { active: false }] },
    ]);
    const now = new Date((await aws.doors.clock()).now).getTime();

    const uses = await Promise.all((await keyIdsOf('deployer')).map(lastUse));
    const row = await reportRow('deployer');

    const used = uses.find(({ AccessKeyLastUsed }) => AccessKeyLastUsed?.ServiceName === 'ecr')!;
    expect(used).toMatchObject({ UserName: 'deployer', AccessKeyLastUsed: { Region: 'eu-west-1' } });
    const date = used.AccessKeyLastUsed!.LastUsedDate!;
    expect(Math.round((now - date.getTime()) / DAY_MS)).toBe(3);
    expect(uses.filter((use) => use !== used).map((use) => use.AccessKeyLastUsed)).toEqual([NEVER]);
    expect(row).toMatchObject({
      access_key_1_active: 'true',
      access_key_1_last_used_region: 'eu-west-1',
      access_key_1_last_used_service: 'ecr',
      access_key_2_active: 'false',
      access_key_2_last_used_date: 'N/A',
    });
    expect(new Date(row['access_key_1_last_used_date']!)).toEqual(date);
    expect(new Date(row['access_key_1_last_rotated']!) <= date).toBe(true);
  });

  test('grow old with the clock', async () => {
    await aws.doors.seed([{ name: 'deployer', accessKeys: [{ usedDaysAgo: 20 }] }]);
    const [key] = await keyIdsOf('deployer');

    const before = await lastUse(key!);
    await aws.doors.advanceClock(20 * 86_400);

    expect(await lastUse(key!)).toMatchObject({ AccessKeyLastUsed: before.AccessKeyLastUsed! });
    const now = new Date((await aws.doors.clock()).now).getTime();
    expect(Math.round((now - before.AccessKeyLastUsed!.LastUsedDate!.getTime()) / DAY_MS)).toBe(40);
  });

  test('are two at most', async () => {
    await expect(aws.doors.seed([{ name: 'deployer', accessKeys: [{}, {}, {}] }])).rejects.toThrow('at most 2');
  });
});

describe('a key', () => {
  const UserName = 'jane.doe';
  beforeEach(() => root.iam.send(new CreateUserCommand({ UserName, Path: '/eng/' })));

  test('is never used until a call is signed with it, and tells the service of the last one', async () => {
    const key = await accessKeyOf(root, UserName);
    const signed = clientsOf(aws, key);

    const before = await lastUse(key.accessKeyId);
    await signed.sts.send(new GetCallerIdentityCommand({}));
    const first = await lastUse(key.accessKeyId);
    await outcome(signed.iam.send(new ListUsersCommand({})));
    const second = await lastUse(key.accessKeyId);

    expect(before).toMatchObject({ UserName, AccessKeyLastUsed: NEVER });
    expect(first.AccessKeyLastUsed).toEqual({ LastUsedDate: anyDate, Region: 'us-east-1', ServiceName: 'sts' });
    expect(second.AccessKeyLastUsed).toMatchObject({ ServiceName: 'iam' });
  });

  test('is listed with its state, in pages, and an unknown user has no list', async () => {
    await accessKeyOf(root, UserName);
    await accessKeyOf(root, UserName);
    const pages = [];
    for await (const page of paginateListAccessKeys({ client: root.iam, pageSize: 1 }, { UserName })) {
      pages.push(page.AccessKeyMetadata);
    }
    const nobody = await outcome(root.iam.send(new ListAccessKeysCommand({ UserName: 'nobody' })));

    const listed = { UserName, Status: 'Active', CreateDate: anyDate };
    expect(pages).toMatchObject([[listed], [listed]]);
    expect(nobody).toBe('NoSuchEntityException');
  });

  test('is refused as the third', async () => {
    await accessKeyOf(root, UserName);
    await accessKeyOf(root, UserName);

    await expect(root.iam.send(new CreateAccessKeyCommand({ UserName }))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
  });

  test('is read by whom the user whose it is allows, though its last use is asked for by the key alone', async () => {
    const { accessKeyId: AccessKeyId } = await accessKeyOf(root, UserName);
    const reader = (path: string) =>
      roleWith(aws, root, {
        Action: ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
        Resource: `arn:aws:iam::${aws.accountId}:user/${path}*`,
      });
    const readers = await Promise.all([reader('eng/'), reader('ops/')]);

    const outcomes = await Promise.all(
      readers.map(async ({ iam }) => [
        await outcome(iam.send(new ListAccessKeysCommand({ UserName }))),
        await outcome(iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))),
      ]),
    );

    expect(outcomes).toEqual([
      ['answered', 'answered'],
      ['AccessDenied', 'AccessDenied'],
    ]);
  });
});
