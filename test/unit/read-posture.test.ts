import {
  GetLoginProfileCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListMFADevicesCommand,
  NoSuchEntityException,
  ServiceFailureException,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import { postureReader } from '../../shared/aws/read-posture.ts';

const GUARD = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';
const USER = { accountId: '111111111111', userName: 'jane.doe' };
const AT = new Date('2026-11-24T12:00:00Z');
const iam = mockClient(IAMClient);
const read = () =>
  postureReader(new IAMClient({}), { guardArn: GUARD, inlineFallback: false }, { now: () => AT }).read(USER);
const noSuchEntity = () => new NoSuchEntityException({ message: 'cannot be found', $metadata: {} });
const refused = (name: string) => Object.assign(new Error('refused'), { name });

beforeEach(() => {
  iam.reset();
  iam.on(GetLoginProfileCommand).resolves({ LoginProfile: { UserName: 'jane.doe', CreateDate: AT } });
  iam.on(ListMFADevicesCommand).resolves({ MFADevices: [] });
  iam.on(ListAttachedUserPoliciesCommand).resolves({ AttachedPolicies: [] });
});

test('password, devices and guard are read side by side, one call each', async () => {
  const posture = await read();

  expect(posture).toEqual({
    kind: 'user',
    user: USER,
    console: { kind: 'password', createdAt: AT, resetRequired: false },
    devices: { kind: 'devices', all: [] },
    guard: { kind: 'not-attached' },
  });
  expect(iam.calls()).toHaveLength(3);
});

test('the three kinds of device are told apart by their serial number', async () => {
  const serials = [
    'arn:aws-cn:iam::111111111111:mfa/phone',
    'arn:aws:iam::111111111111:u2f/user/jane.doe/k-1',
    'GAHT1',
  ];
  iam.on(ListMFADevicesCommand).resolves({
    MFADevices: serials.map((SerialNumber) => ({ UserName: 'jane.doe', SerialNumber, EnableDate: AT })),
  });

  const posture = await read();

  expect(posture).toMatchObject({
    devices: { all: [{ kind: 'virtual' }, { kind: 'passkey' }, { kind: 'hardware-totp' }] },
  });
});

test('all pages of devices and policies are read', async () => {
  iam
    .on(ListMFADevicesCommand, { Marker: undefined })
    .resolves({ MFADevices: [], IsTruncated: true, Marker: 'two' })
    .on(ListMFADevicesCommand, { Marker: 'two' })
    .resolves({ MFADevices: [{ UserName: 'jane.doe', SerialNumber: 'GAHT1', EnableDate: AT }] });
  iam
    .on(ListAttachedUserPoliciesCommand, { Marker: undefined })
    .resolves({ AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/X' }], IsTruncated: true, Marker: 'two' })
    .on(ListAttachedUserPoliciesCommand, { Marker: 'two' })
    .resolves({ AttachedPolicies: [{ PolicyArn: GUARD }] });

  const posture = await read();

  expect(posture).toMatchObject({
    devices: { all: [{ serial: 'GAHT1' }] },
    guard: { kind: 'attached', all: [{ kind: 'guard', by: 'managed' }] },
  });
});

test('a policy of the same name in another account or path is not the guard', async () => {
  iam.on(ListAttachedUserPoliciesCommand).resolves({
    AttachedPolicies: [
      { PolicyArn: 'arn:aws:iam::222222222222:policy/aws-mfa-enforcer-guard' },
      { PolicyArn: 'arn:aws:iam::111111111111:policy/x/aws-mfa-enforcer-guard' },
    ],
  });

  const posture = await read();

  expect(posture).toMatchObject({ guard: { kind: 'not-attached' } });
});

test('no login profile is no password', async () => {
  iam.on(GetLoginProfileCommand).rejects(noSuchEntity());

  expect(await read()).toMatchObject({ kind: 'user', console: { kind: 'no-password' } });
});

test('a user whom no call finds is gone', async () => {
  for (const command of [GetLoginProfileCommand, ListMFADevicesCommand, ListAttachedUserPoliciesCommand] as const) {
    iam.on(command as typeof GetLoginProfileCommand).rejects(noSuchEntity());
  }

  expect(await read()).toEqual({ kind: 'gone', user: USER });
});

test('a user with a password whose devices are said not to exist is unknown, not gone', async () => {
  iam.on(ListMFADevicesCommand).rejects(noSuchEntity());

  expect(await read()).toMatchObject({ kind: 'user', devices: { kind: 'unknown', why: 'NoSuchEntity' } });
});

test.each([
  ['console', GetLoginProfileCommand],
  ['devices', ListMFADevicesCommand],
  ['guard', ListAttachedUserPoliciesCommand],
] as const)('a refused read of %s is unknown under the name of the error', async (fact, command) => {
  iam.on(command as typeof GetLoginProfileCommand).rejects(refused('AccessDenied'));

  expect(await read()).toMatchObject({ kind: 'user', [fact]: { kind: 'unknown', why: 'AccessDenied' } });
});

test('a device without a date is unknown: an answer that cannot be understood is not a good one', async () => {
  iam
    .on(ListMFADevicesCommand)
    .resolves({ MFADevices: [{ UserName: 'jane.doe', SerialNumber: 'X', EnableDate: undefined }] });

  expect(await read()).toMatchObject({ devices: { kind: 'unknown' } });
});

test('a failing service is unknown, never compliant', async () => {
  iam.on(GetLoginProfileCommand).rejects(new ServiceFailureException({ message: 'down', $metadata: {} }));

  expect(await read()).toMatchObject({ console: { kind: 'unknown', why: 'ServiceFailureException' } });
});

describe('an inline policy of the guard’s name', () => {
  const inline = (document: unknown) => {
    iam.on(GetUserPolicyCommand).resolves({ PolicyDocument: encodeURIComponent(JSON.stringify(document)) });
    const guards = { guardArn: GUARD, inlineFallback: true };
    return postureReader(new IAMClient({}), guards, { now: () => AT }).read(USER);
  };

  test.each(GUARD_KINDS)('is the guard %s where it has its text', async (kind) => {
    expect(await inline(inlineGuardDocument('aws', kind))).toMatchObject({
      guard: { kind: 'attached', all: [{ kind, by: 'inline' }] },
    });
  });

  test('is told apart where somebody wrote another text', async () => {
    expect(await inline({ Version: '2012-10-17', Statement: [] })).toMatchObject({
      guard: { kind: 'attached', all: [{ kind: 'edited', by: 'inline' }] },
    });
  });

  test('is not asked for where none is ever put', async () => {
    await read();

    expect(iam.commandCalls(GetUserPolicyCommand)).toHaveLength(0);
  });
});
