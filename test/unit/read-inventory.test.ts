import {
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { inventoryReader } from '../../shared/aws/read-inventory.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const iam = mockClient(IAMClient);
const reader = inventoryReader(new IAMClient({}), simulatedClock());
const arn = (name: string) => `arn:aws:iam::111111111111:user/${name}`;
const user = (name: string) => ({ UserName: name, Arn: arn(name), UserId: `AIDA${name}`, Path: '/', CreateDate: AT });
const DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const ENCODED = encodeURIComponent(DOCUMENT);

beforeEach(() => {
  iam.reset();
});

describe('the account details', () => {
  test('tell users, groups and policies, with documents decoded and the default version of several', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({
      UserDetailList: [
        {
          ...user('jane'),
          GroupList: ['staff'],
          AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn: 'arn:aws:iam::aws:policy/p' }],
          UserPolicyList: [{ PolicyName: 'inline', PolicyDocument: ENCODED }],
          PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::111111111111:policy/bounds' },
          Tags: [{ Key: 'owner', Value: 'team-a@example.com' }],
        },
      ],
      GroupDetailList: [{ GroupName: 'staff', GroupPolicyList: [{ PolicyName: 'inline', PolicyDocument: ENCODED }] }],
      Policies: [
        {
          Arn: 'arn:aws:iam::111111111111:policy/own',
          DefaultVersionId: 'v2',
          PolicyVersionList: [
            { VersionId: 'v1', IsDefaultVersion: false, Document: encodeURIComponent('{}') },
            { VersionId: 'v2', IsDefaultVersion: true, Document: ENCODED },
          ],
        },
      ],
    });

    expect(await reader.details()).toEqual({
      kind: 'details',
      users: [
        {
          userName: 'jane',
          arn: arn('jane'),
          userId: 'AIDAjane',
          createdAt: AT,
          groups: ['staff'],
          attachedPolicies: ['arn:aws:iam::aws:policy/p'],
          inlinePolicies: [DOCUMENT],
          boundary: 'arn:aws:iam::111111111111:policy/bounds',
          tags: { owner: 'team-a@example.com' },
        },
      ],
      groups: [{ groupName: 'staff', attachedPolicies: [], inlinePolicies: [DOCUMENT] }],
      policies: [{ arn: 'arn:aws:iam::111111111111:policy/own', defaultVersion: 'v2', document: DOCUMENT }],
    });
  });

  test('are read to the last page, an empty one in between too', async () => {
    iam
      .on(GetAccountAuthorizationDetailsCommand, { Marker: undefined })
      .resolves({ UserDetailList: [user('a'), user('b')], IsTruncated: true, Marker: 'two' })
      .on(GetAccountAuthorizationDetailsCommand, { Marker: 'two' })
      .resolves({ IsTruncated: true, Marker: 'three' })
      .on(GetAccountAuthorizationDetailsCommand, { Marker: 'three' })
      .resolves({ UserDetailList: [user('c')] });

    expect(await reader.details()).toMatchObject({ users: [{ userName: 'a' }, { userName: 'b' }, { userName: 'c' }] });
  });

  test('ask for users, groups and both kinds of policy, a thousand at a time', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({});

    await reader.details();

    expect(iam.commandCalls(GetAccountAuthorizationDetailsCommand)[0]!.args[0].input).toMatchObject({
      Filter: ['User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
      MaxItems: 1_000,
    });
  });

  test.each([
    ['a refused page', () => iam.on(GetAccountAuthorizationDetailsCommand, { Marker: 'two' }).rejects(denied())],
    [
      'a user without a name',
      () => {
        pageTwo({ ...user('b'), UserName: undefined as never });
      },
    ],
    [
      'a document that is not URL-encoded',
      () => {
        pageTwo({ ...user('b'), UserPolicyList: [{ PolicyDocument: '%' }] });
      },
    ],
  ])('with %s are unknown as a whole: half of the users are not the account', async (_, spoil) => {
    iam
      .on(GetAccountAuthorizationDetailsCommand, { Marker: undefined })
      .resolves({ UserDetailList: [user('a')], IsTruncated: true, Marker: 'two' });
    spoil();

    expect(await reader.details()).toMatchObject({ kind: 'unknown' });
  });
});

describe('the virtual devices', () => {
  test('are all of them, on all pages: assigned, unassigned and root’s', async () => {
    iam
      .on(ListVirtualMFADevicesCommand, { Marker: undefined })
      .resolves({
        VirtualMFADevices: [{ SerialNumber: 'mfa/a', User: user('a'), EnableDate: AT }, { SerialNumber: 'mfa/orphan' }],
        IsTruncated: true,
        Marker: 'two',
      })
      .on(ListVirtualMFADevicesCommand, { Marker: 'two' })
      .resolves({
        VirtualMFADevices: [
          {
            SerialNumber: 'mfa/root-account-mfa-device',
            User: { Arn: 'arn:aws:iam::111111111111:root' } as never,
            EnableDate: AT,
          },
        ],
      });

    expect(await reader.virtualDevices()).toEqual({
      kind: 'virtual-devices',
      all: [
        { serial: 'mfa/a', userArn: arn('a'), enabledAt: AT },
        { serial: 'mfa/orphan', userArn: undefined, enabledAt: undefined },
        { serial: 'mfa/root-account-mfa-device', userArn: 'arn:aws:iam::111111111111:root', enabledAt: AT },
      ],
    });
    expect(iam.commandCalls(ListVirtualMFADevicesCommand)[0]!.args[0].input).toMatchObject({
      AssignmentStatus: 'Any',
      MaxItems: 1_000,
    });
  });
});

describe('the summary', () => {
  const answer = { AccountMFAEnabled: 1, AccountPasswordPresent: 0, AccountAccessKeysPresent: 2 };

  test('tells of root and of the quota of policies', async () => {
    iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { ...answer, AttachedPoliciesPerUserQuota: 20 } });

    expect(await reader.summary()).toEqual({
      kind: 'summary',
      rootHasMfa: true,
      rootHasPassword: false,
      rootAccessKeys: 2,
      policiesPerUser: 20,
    });
  });

  test.each(Object.keys(answer))('without %s is unknown, not taken for none', async (missing) => {
    iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { ...answer, [missing]: undefined } });

    expect(await reader.summary()).toMatchObject({ kind: 'unknown' });
  });
});

test.each([
  ['details', GetAccountAuthorizationDetailsCommand],
  ['virtualDevices', ListVirtualMFADevicesCommand],
  ['summary', GetAccountSummaryCommand],
] as const)('refused %s are unknown under the name of the error', async (part, command) => {
  iam.on(command as typeof GetAccountSummaryCommand).rejects(denied());

  expect(await reader[part]()).toEqual({ kind: 'unknown', why: 'AccessDenied' });
});

function denied() {
  return Object.assign(new Error('denied'), { name: 'AccessDenied' });
}

function pageTwo(bad: object) {
  iam.on(GetAccountAuthorizationDetailsCommand, { Marker: 'two' }).resolves({ UserDetailList: [bad] });
}
