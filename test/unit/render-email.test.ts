import { describe, expect, test } from 'vitest';
import type { Notification, UserNotification } from '../../shared/domain/notification.ts';
import type { Outcome } from '../../shared/domain/outcome.ts';
import { asMail } from '../fakes/as-mail.ts';
import { deviceAdded, passwordSet, rootSignedIn, virtualDevice } from '../fakes/some-events.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const ACCOUNT = { id: '111111111111', partition: 'aws' };
const LONGEST_NAME = 'x'.repeat(64);

const guarded = (userName: string, change: Partial<Outcome> = {}): UserNotification => ({
  kind: 'user-guarded',
  account: ACCOUNT,
  happened: passwordSet(userName, { at: AT }),
  outcome: {
    user: { accountId: '111111111111', userName },
    decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
    effect: 'applied',
    at: AT,
    ...change,
  } as Outcome,
  details: {
    arn: `arn:aws:iam::111111111111:user/eng/${userName}`,
    owner: { kind: 'address', address: 'team-a@example.com', from: 'tag "owner"' },
    assumedRoles: { kind: 'not-asked' },
  },
});

const rootAlert = (): Notification => ({ kind: 'root-alert', account: ACCOUNT, happened: rootSignedIn({ at: AT }) });

describe('a guarded user', () => {
  test('reads what happened, what was done, why and what to do', () => {
    const { concerns, severity, subject, text } = asMail(guarded('jane.doe'));

    expect({ concerns, severity, subject }).toEqual({
      concerns: 'owners',
      severity: 'high',
      subject: 'MFA required, 111111111111: jane.doe',
    });
    expect(text.slice(0, text.indexOf('In the console'))).toBe(`What happened
  The console password of jane.doe was created or changed.
  At 2026-11-24T12:00:00.000Z (UTC), event e-1
  By arn:aws:iam::111111111111:user/admin
  From 192.0.2.10, with aws-cli/2.31.0

Who
  User jane.doe of account 111111111111, arn:aws:iam::111111111111:user/eng/jane.doe
  Owner: team-a@example.com (tag "owner")

What was done
  The guard is attached to jane.doe: without MFA everything is denied but signing in, changing
  the password and enrolling a device. It stays attached; with MFA it takes nothing away.

Why
  - The user has a console password and no MFA device.

What to do now
  jane.doe has to enrol an MFA device. Better still: let people sign in through IAM Identity
  Center.
  Access keys of the user count as "without MFA": automation that uses them needs a role
  instead.

  `);
  });

  test.each(['Passkey or security key', 'Authenticator app', 'Hardware TOTP token', 'enable-mfa-device'])(
    'is told how to enrol: %s',
    (kind) => {
      expect(asMail(guarded('jane.doe')).text).toContain(kind);
    },
  );

  test.each([
    ['aws', 'https://console.aws.amazon.com/'],
    ['aws-cn', 'https://console.amazonaws.cn/'],
    ['aws-us-gov', 'https://console.amazonaws-us-gov.com/'],
  ])('in partition %s finds the console of that partition, and ARNs of it', (partition, console) => {
    const { text } = asMail({ ...guarded('jane.doe'), account: { id: '111111111111', partition } });

    expect(text).toContain(console);
    expect(text).toContain(`arn:${partition}:iam::111111111111:mfa/jane.doe`);
  });

  test('without a known owner, it is said so', () => {
    const { text } = asMail({
      ...guarded('jane.doe'),
      details: { arn: undefined, owner: { kind: 'none' }, assumedRoles: { kind: 'not-asked' } },
    });

    expect(text).toContain('Owner: not known');
  });
});

test('in observe it is said that nothing was changed', () => {
  const { subject, text } = asMail({
    ...guarded('jane.doe', { effect: 'would-apply' }),
    kind: 'user-would-be-guarded',
  });

  expect(subject).toBe('Would require MFA, 111111111111: jane.doe');
  expect(text).toContain('Nothing was changed');
});

test('a full quota is told to security as critical, with the name of the quota', () => {
  const failure = { code: 'quota-exceeded', quota: 'PoliciesPerUser' } as const;
  const { concerns, severity, text } = asMail({
    ...guarded('jane.doe', { effect: 'failed', failure }),
    kind: 'guard-failed',
  });

  expect({ concerns, severity }).toEqual({ concerns: 'security', severity: 'critical' });
  expect(text.replace(/\s+/g, ' ')).toContain('stays open: the quota PoliciesPerUser is full');
});

test('a missing guard policy is told with the runbook that restores it', () => {
  const failure = { code: 'guard-missing', guardArn: 'arn:aws:iam::111111111111:policy/guard' } as const;
  const { text } = asMail({
    ...guarded('jane.doe', { effect: 'failed', failure }),
    kind: 'guard-failed',
  });

  expect(text).toContain('docs/runbook.md');
});

test('an added device is told with what to do if it was somebody else', () => {
  const { text } = asMail({
    ...guarded('jane.doe', { effect: 'already-so' }),
    kind: 'device-added',
    happened: deviceAdded('jane.doe', virtualDevice('phone'), { at: AT }),
  });

  expect(text).toContain('If it was NOT you');
  expect(text).toContain('arn:aws:iam::111111111111:mfa/phone');
});

test('root is told that no API can help, and the steps in the console', () => {
  const { concerns, severity, text } = asMail(rootAlert());

  expect({ concerns, severity }).toEqual({ concerns: 'security', severity: 'critical' });
  expect(text).toContain('No API and no CLI can give the root user an MFA device');
  expect(text).toContain('"Assign MFA device"');
  expect(text).toContain('Passkey or security key');
});

describe('limits', () => {
  test.each(['user-guarded', 'user-would-be-guarded', 'guard-failed', 'device-added'] as const)(
    'the subject of %s holds the account and the longest name in under 100 characters',
    (kind) => {
      const failure = { code: 'quota-exceeded', quota: 'PoliciesPerUser' };
      const outcome = kind === 'guard-failed' ? { effect: 'failed', failure } : { effect: 'applied' };
      const { subject } = asMail({ ...guarded(LONGEST_NAME, outcome as Partial<Outcome>), kind });

      expect(subject.length).toBeLessThan(100);
      expect(subject).toContain(`111111111111: ${LONGEST_NAME}`);
    },
  );
});
