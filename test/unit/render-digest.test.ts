import { describe, expect, test } from 'vitest';
import type { Finding } from '../../shared/domain/finding.ts';
import { NO_OWNER, type Owner } from '../../shared/domain/owner.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import type { SweepResult, Swept } from '../../shared/domain/sweep.ts';
import { asMail } from '../fakes/as-mail.ts';

const AT = new Date('2026-11-24T03:00:00Z');
const ACCOUNT = { id: '111111111111', partition: 'aws' };

const swept = (userName: string, effect: 'applied' | 'would-apply' = 'applied'): Swept => ({
  why: 'password-without-device-in-report',
  outcome: {
    user: { accountId: '111111111111', userName },
    decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
    effect,
    at: AT,
  },
});

const result = (change: Partial<SweepResult> = {}): SweepResult => ({
  kind: 'complete',
  accountId: '111111111111',
  sweepId: 's-1',
  startedAt: AT,
  endedAt: new Date(AT.getTime() + 12_000),
  users: 120,
  suspects: 2,
  swept: [swept('jane.doe')],
  wouldBeGuarded: [],
  unfinished: [],
  mayMissNewUsers: false,
  exempt: [],
  findings: [],
  ...change,
});

const orphan = (n: number): Finding => ({
  code: 'orphan-virtual-device',
  severity: 'low',
  status: 'open',
  resource: `arn:aws:iam::111111111111:mfa/${'x'.repeat(60)}-${n}`,
  facts: {},
});

const digest = (change: Partial<SweepResult> = {}, resolved: readonly string[] = []): Notification => {
  const whole = result(change);
  return { kind: 'sweep-digest', account: ACCOUNT, result: whole, changes: { fresh: whole.findings, resolved } };
};

describe('the digest', () => {
  test('tells what the sweep found and did', () => {
    const { concerns, subject, text } = asMail(digest());

    expect(concerns).toBe('security');
    expect(subject).toBe('MFA sweep, account 111111111111: 1 guarded');
    expect(text).toContain('after 12 s: 120 users, 2 of them looked at');
    expect(text).toContain('- jane.doe (password-without-device-in-report)');
  });

  test('names whoever could not be finished with, escaped, and is failed in part', () => {
    const user = { accountId: '111111111111', userName: 'bad' };
    const { subject, severity, text } = asMail(
      digest({ kind: 'in-part', unfinished: [{ user, error: { name: 'Throttling', message: 'Rate\nexceeded' } }] }),
    );

    expect(subject).toContain('FAILED IN PART');
    expect(severity).toBe('high');
    expect(text).toContain('- bad: Throttling: Rate\\u{a}exceeded');
  });

  test('of a sweep that the fuse stopped names who would be guarded and how to let them through', () => {
    const names = ['a', 'b', 'c'];
    const { subject, text } = asMail(digest({ kind: 'fused', swept: [], wouldBeGuarded: names }));

    expect(subject).toContain('STOPPED');
    expect(text.replace(/\s+/g, ' ')).toContain('{"maxNewGuards": 3}');
    for (const name of names) expect(text).toContain(`- ${name}`);
  });

  test('says what is new and what is resolved', () => {
    const { text } = asMail(digest({ findings: [orphan(1)] }, ['no-backup-device|arn:aws:iam::1:user/x|open']));

    expect(text).toContain('New since the last digest');
    expect(text).toContain('no-backup-device: arn:aws:iam::1:user/x');
  });

  test('of ten thousand findings and eight hundred guards fits SNS, counts the rest and points to the report', () => {
    const { text } = asMail(
      digest({
        swept: Array.from({ length: 800 }, (_, n) => swept(`${'y'.repeat(60)}${n}`)),
        findings: Array.from({ length: 10_000 }, (_, n) => orphan(n)),
      }),
    );

    expect(Buffer.byteLength(text)).toBeLessThan(200_000);
    expect(text).toContain('low: 10000');
    expect(text).toContain('and 9900 more: mfa-enforcer audit has them all');
  });
});

describe("an owner's message", () => {
  const message = (users: readonly [Swept, ...Swept[]], owner: Owner = NO_OWNER): Notification => ({
    kind: 'users-guarded',
    account: ACCOUNT,
    owner,
    sweepId: 'sweep-1',
    users,
  });

  test('names the users, what was done and how to enrol', () => {
    const { concerns, subject, text } = asMail(
      message([swept('jane.doe'), swept('john.roe')], { kind: 'address', address: 'team-a@example.com', from: 'tag' }),
    );

    expect(concerns).toBe('owners');
    expect(subject).toBe('MFA required, 111111111111: 2 of your users');
    expect(text).toContain('- jane.doe');
    expect(text).toContain('- john.roe');
    expect(text).toContain('Passkey or security key');
  });

  test('of users who have a device does not say that they have none', () => {
    const enrolled = swept('jane.doe');
    const decision = { compliance: 'compliant', desired: 'guard', reasons: [{ code: 'no-password' }] } as const;

    const { text } = asMail(message([{ ...enrolled, outcome: { ...enrolled.outcome, decision } }]));

    expect(text).toContain('without the guard');
    expect(text).not.toContain('no MFA device.');
  });

  test('in observe says that nothing was changed', () => {
    const { subject, text } = asMail(message([swept('jane.doe', 'would-apply')]));

    expect(subject).toContain('Would require MFA');
    expect(text).toContain('Nothing was changed');
    expect(text).toContain('Owner: not known');
  });

  test('of two hundred users with the longest names fits SNS', () => {
    const [first, ...rest] = Array.from({ length: 200 }, (_, n) => swept(`${'z'.repeat(61)}${n}`));

    expect(Buffer.byteLength(asMail(message([first!, ...rest])).text)).toBeLessThan(100_000);
  });
});

test.each([
  [{ kind: 'logging' }, 'A trail logs management events in this Region, so this is not the cause.'],
  [{ kind: 'missing', why: 'there is no trail' }, 'There is none now (trail-missing): there is no trail.'],
  [{ kind: 'unknown', why: 'AccessDenied' }, 'could not be read (AccessDenied): look there first.'],
] as const)('an event that was lost is told to security with what to look at: %o', (trail, cause) => {
  const { outcome } = swept('jane.doe');
  const happened = {
    kind: 'password-set',
    accountId: '111111111111',
    user: outcome.user,
    at: AT,
    eventId: 'e-1',
    actor: { type: 'IAMUser', arn: undefined, sourceAddress: undefined, userAgent: undefined },
  } as const;

  const { concerns, text } = asMail({
    kind: 'events-lost',
    account: ACCOUNT,
    lost: [{ happened, outcome }],
    trail,
  });

  expect(concerns).toBe('security');
  expect(text).toContain('event e-1');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(cause);
});
