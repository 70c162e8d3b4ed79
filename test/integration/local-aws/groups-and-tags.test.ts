import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  GetUserCommand,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateUserCommand,
  paginateListGroupsForUser,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';

const UserName = 'jane.doe';

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(async () => {
  await aws.doors.reset();
  await root.iam.send(new CreateUserCommand({ UserName, Path: '/eng/' }));
});

afterAll(() => aws.stop());

async function groups(): Promise<string[]> {
  const { Groups } = await root.iam.send(new ListGroupsForUserCommand({ UserName }));
  return Groups!.map(({ GroupName }) => GroupName!);
}

async function join(GroupName: string): Promise<unknown> {
  await root.iam.send(new CreateGroupCommand({ GroupName }));
  return root.iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
}

test('a user is in the groups that were joined and not left', async () => {
  for (const group of ['c', 'a', 'b']) await join(group);

  const joined = await groups();
  await root.iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName: 'a' }));

  expect(joined).toEqual(['a', 'b', 'c']);
  expect(await groups()).toEqual(['b', 'c']);
});

test('groups come in pages, an unknown user has none', async () => {
  for (const group of ['a', 'b', 'c']) await join(group);
  const pages = [];
  for await (const page of paginateListGroupsForUser({ client: root.iam, pageSize: 2 }, { UserName })) {
    pages.push(page.Groups!.map(({ GroupName }) => GroupName));
  }
  const nobody = await outcome(root.iam.send(new ListGroupsForUserCommand({ UserName: 'nobody' })));

  expect(pages).toEqual([['a', 'b'], ['c']]);
  expect(nobody).toBe('NoSuchEntityException');
});

test('an eleventh group is refused', async () => {
  for (let number = 0; number < 10; number++) await join(`group-${number}`);

  await expect(join('group-10')).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for GroupsPerUser: 10',
  });
});

test('tags are put, overwritten whatever their case, and taken off', async () => {
  const tags = async () => (await root.iam.send(new GetUserCommand({ UserName }))).User!.Tags;

  await root.iam.send(
    new TagUserCommand({
      UserName,
      Tags: [
        { Key: 'Wave', Value: '1' },
        { Key: 'owner', Value: 'jane.doe@example.com' },
      ],
    }),
  );
  await root.iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'wave', Value: '2' }] }));
  const tagged = await tags();
  await root.iam.send(new UntagUserCommand({ UserName, TagKeys: ['wave', 'owner'] }));

  expect(tagged).toEqual([
    { Key: 'wave', Value: '2' },
    { Key: 'owner', Value: 'jane.doe@example.com' },
  ]);
  expect(await tags()).toBeUndefined();
});

test('a user who is moved is at the new path, and still in the group', async () => {
  await join('staff');

  await root.iam.send(new UpdateUserCommand({ UserName, NewPath: '/ops/' }));

  const { User } = await root.iam.send(new GetUserCommand({ UserName }));
  expect(User).toMatchObject({ Path: '/ops/', Arn: `arn:aws:iam::${aws.accountId}:user/ops/${UserName}` });
  expect(await groups()).toEqual(['staff']);
});

test('tags, path and groups of a user need the right to the user, membership that to the group', async () => {
  await join('staff');
  const arn = (resource: string) => `arn:aws:iam::${aws.accountId}:${resource}`;
  const ofUser = ['iam:TagUser', 'iam:UntagUser', 'iam:UpdateUser', 'iam:ListGroupsForUser'];
  const ofGroup = ['iam:AddUserToGroup', 'iam:RemoveUserFromGroup'];
  const role = (user: string, group: string) =>
    roleWith(aws, root, { Action: ofUser, Resource: arn(user) }, { Action: ofGroup, Resource: arn(group) });
  const clients = [await role('user/ops/*', 'user/eng/*'), await role('user/eng/*', 'group/staff')];

  const outcomes = [];
  for (const { iam } of clients) {
    outcomes.push([
      await outcome(iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'wave', Value: '1' }] }))),
      await outcome(iam.send(new UntagUserCommand({ UserName, TagKeys: ['wave'] }))),
      await outcome(iam.send(new ListGroupsForUserCommand({ UserName }))),
      await outcome(iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName: 'staff' }))),
      await outcome(iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'staff' }))),
      await outcome(iam.send(new UpdateUserCommand({ UserName, NewPath: '/ops/' }))),
    ]);
  }

  expect(outcomes).toEqual(['AccessDenied', 'answered'].map((one) => Array.from({ length: 6 }, () => one)));
});
