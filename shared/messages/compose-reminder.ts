import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { daysWaiting, OVERDUE_AFTER_DAYS } from '../domain/reminders.ts';
import { accountName } from './account-name.ts';
import { usersLink } from './console-links.ts';
import { enrolmentSteps } from './enrolment-steps.ts';
import { ownerSentence } from './owner-sentence.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

type UsersReminded = Extract<Notification, { kind: 'users-reminded' }>;

/** One owner's users who were told of the guard days ago and have no device yet: nobody else's are named. */
export function composeReminder({ kind, account, owner, users, sweepId, at }: UsersReminded): Message {
  const names = users.map(({ user }) => user.userName);
  const found = `${users.length} ${users.length === 1 ? 'user' : 'users'} of account ${accountName(account)} with the guard and no MFA device yet: without one everything is denied but signing in, changing the password and enrolling a device.`;
  return {
    kind,
    concerns: 'owners',
    severity: 'medium',
    account,
    subject: toSubject(`Reminder: MFA still missing, ${account.id}: ${names.length} of your users`),
    summary: found,
    sections: sectionsOf({
      'What happened': [found, ...users.map((one) => `- ${visible(one.user.userName)}: ${sinceWhen(one, at)}`)],
      'Whose they are': [ownerSentence(owner)],
      'What to do now': [
        'Each of them has to enrol an MFA device; NAME stands for the user. That ends the reminders.',
        'Who does not need the console needs no device either: delete the password, and the reminders end too.',
        '  aws iam delete-login-profile --user-name NAME',
        '',
        ...enrolmentSteps(account, 'NAME'),
      ],
      'What comes next': [
        `A user who has no device ${OVERDUE_AFTER_DAYS} days after the last reminder is named to the security team.`,
      ],
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users: names,
    owner,
    eventId: sweepId,
    at,
  };
}

/** How long ago the user was told, in days and as a date. */
export function sinceWhen(waiting: UsersReminded['users'][number], now: Date): string {
  const days = daysWaiting(waiting, now);
  return `told ${days} ${days === 1 ? 'day' : 'days'} ago, on ${waiting.toldAt.toISOString().slice(0, 10)} (UTC)`;
}
