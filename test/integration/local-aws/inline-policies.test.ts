import {
  AttachUserPolicyCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetUserPolicyCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { guardDocument } from '../../../shared/domain/guard-document.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const UserName = 'jane.doe';
const PolicyName = 'guard';
const WITHOUT_RESOURCE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:Get*","Resource":""}]}';

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

/** A policy of so many characters that count, on several lines. */
function document(characters: number): string {
  const short: unknown = JSON.parse(
    WITHOUT_RESOURCE.replace('""', `"${'x'.repeat(characters - WITHOUT_RESOURCE.length)}"`),
  );
  return JSON.stringify(short, undefined, 2);
}

function put(name: string, PolicyDocument: string, client = root) {
  return client.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: name, PolicyDocument }));
}

async function text(name: string): Promise<string> {
  const { PolicyDocument } = await root.iam.send(new GetUserPolicyCommand({ UserName, PolicyName: name }));
  return decodeURIComponent(PolicyDocument!);
}

describe('an inline policy of a user', () => {
  test('is overwritten by another of its name', async () => {
    await put(PolicyName, document(200));
    await put(PolicyName, document(300));

    expect(await text(PolicyName)).toBe(document(300));
    const { PolicyNames } = await root.iam.send(new ListUserPoliciesCommand({ UserName }));
    expect(PolicyNames).toEqual([PolicyName]);
  });

  test('fits while all of the user’s have 2,048 characters together, and not one more', async () => {
    await put('first', document(1024));

    const full = await outcome(put('second', document(1024)));
    const refused = put('second', document(1025));

    expect(full).toBe('answered');
    await expect(refused).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: `Maximum policy size of 2048 bytes exceeded for user ${UserName}`,
      $metadata: { httpStatusCode: 409 },
    });
    expect(await text('second')).toBe(document(1024));
  });

  test('that is not there is neither read nor deleted, and an unknown user has none', async () => {
    const missing = { UserName, PolicyName: 'missing' };
    const nobody = { UserName: 'nobody', PolicyName };

    const outcomes = await Promise.all([
      outcome(root.iam.send(new GetUserPolicyCommand(missing))),
      outcome(root.iam.send(new DeleteUserPolicyCommand(missing))),
      outcome(root.iam.send(new GetUserPolicyCommand(nobody))),
      outcome(root.iam.send(new DeleteUserPolicyCommand(nobody))),
      outcome(root.iam.send(new ListUserPoliciesCommand({ UserName: 'nobody' }))),
      outcome(root.iam.send(new PutUserPolicyCommand({ ...nobody, PolicyDocument: document(3000) }))),
    ]);

    expect(outcomes).toEqual(Array.from({ length: 6 }, () => 'NoSuchEntityException'));
  });

  test('is gone when it is deleted', async () => {
    await put(PolicyName, document(2000));

    await root.iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));

    expect(await outcome(text(PolicyName))).toBe('NoSuchEntityException');
    expect(await outcome(put('another', document(2000)))).toBe('answered');
  });

  test('is listed in pages', async () => {
    for (const name of ['c', 'a', 'b']) await put(name, document(120));
    const pages = [];
    for await (const page of paginateListUserPolicies({ client: root.iam, pageSize: 2 }, { UserName })) {
      pages.push(page.PolicyNames);
    }

    expect(pages).toEqual([['a', 'b'], ['c']]);
  });

  test('stands in the account’s details, its text encoded', async () => {
    await put('a', document(200));
    await put('b', document(300));

    const { UserDetailList } = await root.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));

    const policies = UserDetailList![0]!.UserPolicyList!;
    expect(policies.map((policy) => policy.PolicyName)).toEqual(['a', 'b']);
    expect(policies.map((policy) => decodeURIComponent(policy.PolicyDocument!))).toEqual([
      document(200),
      document(300),
    ]);
    expect(policies[0]!.PolicyDocument).toMatch(/^[\w.~%-]+$/);
  });
});

test('the event history tells of putting and deleting, with user, policy and text', async () => {
  await put(PolicyName, document(200));
  await root.iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));

  const { Events } = await root.cloudTrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: UserName }] }),
  );

  const records = Events!.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent!) as Record<string, unknown>);
  expect(records.slice(0, 2)).toMatchObject([
    { eventName: 'DeleteUserPolicy', requestParameters: { userName: UserName, policyName: PolicyName } },
    {
      eventName: 'PutUserPolicy',
      requestParameters: { userName: UserName, policyName: PolicyName, policyDocument: document(200) },
      responseElements: null,
    },
  ]);
});

describe('authorisation', () => {
  test('a guard that is inline binds sessions without MFA, until it is deleted', async () => {
    await root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
    const [without, withMfa] = await Promise.all(
      [false, true].map(async (mfa) => clientsOf(aws, await aws.doors.consoleSession({ user: UserName, mfa }))),
    );
    const listing = () =>
      Promise.all([without!, withMfa!].map((one) => outcome(one.iam.send(new ListUsersCommand({})))));

    const before = await listing();
    await put(PolicyName, JSON.stringify(guardDocument('aws')));
    const guarded = await listing();
    await root.iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    const released = await listing();

    expect(before).toEqual(['answered', 'answered']);
    expect(guarded).toEqual(['AccessDenied', 'answered']);
    expect(released).toEqual(['answered', 'answered']);
  });

  test('putting and deleting need the right to the user, whose path is in the ARN', async () => {
    const Action = ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'];
    const rights = (path: string) => ({ Action, Resource: `arn:aws:iam::${aws.accountId}:user/${path}*` });
    const [allowed, foreign] = await Promise.all([
      roleWith(aws, root, rights('eng/')),
      roleWith(aws, root, rights('ops/')),
    ]);

    const outcomes = [];
    for (const client of [foreign, allowed]) {
      outcomes.push(await outcome(put(PolicyName, document(200), client)));
      outcomes.push(await outcome(client.iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }))));
    }

    expect(outcomes).toEqual(['AccessDenied', 'AccessDenied', 'answered', 'answered']);
  });
});
