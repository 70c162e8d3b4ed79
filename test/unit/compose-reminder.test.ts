import { describe, expect, test } from 'vitest';
import type { Notification } from '../../shared/domain/notification.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { asMail } from '../fakes/as-mail.ts';

const account = { id: '111111111111', partition: 'aws', name: 'production' };
const at = new Date('2026-11-24T03:05:00Z');
const owner = { kind: 'address', address: 'team-a@example.com', from: 'tag "owner"' } as const;
const waiting = (userName: string, toldAt: string) => ({
  user: { accountId: '111111111111', userName },
  toldAt: new Date(toldAt),
});
const jane = waiting('jane.doe', '2026-11-21T03:10:00Z');
const john = waiting('john.roe', '2026-11-23T03:10:00Z');

describe('a reminder', () => {
  const reminded: Notification = { kind: 'users-reminded', account, owner, sweepId: 's-1', at, users: [jane, john] };

  test('says to the owner who waits for how long, what to do and what comes next', () => {
    const { subject, text, concerns, severity } = asMail(reminded);

    expect({ subject, concerns, severity }).toEqual({
      subject: 'Reminder: MFA still missing, 111111111111: 2 of your users',
      concerns: 'owners',
      severity: 'medium',
    });
    expect(text).toContain(
      `What happened
  2 users of account 111111111111 (production) with the guard and no MFA device yet: without
  one everything is denied but signing in, changing the password and enrolling a device.
  - jane.doe: told 3 days ago, on 2026-11-21 (UTC)
  - john.roe: told 1 day ago, on 2026-11-23 (UTC)

Whose they are
  Owner: team-a@example.com (tag "owner")

What to do now
  Each of them has to enrol an MFA device; NAME stands for the user. That ends the reminders.
  Who does not need the console needs no device either: delete the password, and the reminders
  end too.
    aws iam delete-login-profile --user-name NAME
`,
    );
    expect(text).toContain(`What comes next
  A user who has no device 7 days after the last reminder is named to the security team.`);
  });

  test('carries the owner, so that a filter policy finds it', () => {
    expect(toMessage(reminded)).toMatchObject({ owner, users: ['jane.doe', 'john.roe'], eventId: 's-1', at });
  });
});

describe('what is overdue', () => {
  const overdue: Notification = {
    kind: 'users-overdue',
    account,
    sweepId: 's-1',
    at,
    users: [
      { ...waiting('jane.doe', '2026-11-10T03:10:00Z'), owner },
      { ...waiting('john.roe', '2026-11-10T03:10:00Z'), owner: { kind: 'none' } },
    ],
  };

  test('is told to security, with the owner of each', () => {
    const { subject, text, concerns, severity } = asMail(overdue);

    expect({ subject, concerns, severity }).toEqual({
      subject: 'MFA overdue, account 111111111111: 2 users',
      concerns: 'security',
      severity: 'high',
    });
    expect(text).toContain(`What happened
  2 users of account 111111111111 (production) with the guard and still no MFA device, 7 days
  or more after the last reminder. The guard stands.
  - jane.doe: told 14 days ago, on 2026-11-10 (UTC). Owner: team-a@example.com (tag "owner")
  - john.roe: told 14 days ago, on 2026-11-10 (UTC). Owner: not known (neither a tag nor the
  name of the user tells)
`);
    expect(text).toContain('When again\n  Never for the same guard: who is guarded anew is reminded anew.');
  });

  test('names one user in the singular', () => {
    expect(toMessage({ ...overdue, users: [overdue.users[0]] }).summary).toMatch(/^1 user of account/);
  });
});
