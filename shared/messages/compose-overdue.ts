import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { OVERDUE_AFTER_DAYS } from '../domain/reminders.ts';
import { accountName } from './account-name.ts';
import { sinceWhen } from './compose-reminder.ts';
import { usersLink } from './console-links.ts';
import { ownerSentence } from './owner-sentence.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

type UsersOverdue = Extract<Notification, { kind: 'users-overdue' }>;

/** Users whom no reminder moved, for the security team: of all owners, each with whose it is. */
export function composeOverdue({ kind, account, users, sweepId, at }: UsersOverdue): Message {
  const found = `${users.length} ${users.length === 1 ? 'user' : 'users'} of account ${accountName(account)} with the guard and still no MFA device, ${OVERDUE_AFTER_DAYS} days or more after the last reminder. The guard stands.`;
  return {
    kind,
    concerns: 'security',
    severity: 'high',
    account,
    subject: toSubject(`MFA overdue, account ${account.id}: ${users.length} users`),
    summary: found,
    sections: sectionsOf({
      'What happened': [
        found,
        ...users.map((one) => `- ${visible(one.user.userName)}: ${sinceWhen(one, at)}. ${ownerSentence(one.owner)}`),
      ],
      'What to do now': [
        'Ask whoever owns each of them. Nobody misses a password with which nothing can be done, so delete it:',
        '  aws iam delete-login-profile --user-name NAME',
        'A user without a known owner needs one first: docs/notifications.md tells by which tags it is found.',
      ],
      'When again': ['Never for the same guard: who is guarded anew is reminded anew.'],
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users: users.map(({ user }) => user.userName),
    owner: undefined,
    eventId: sweepId,
    at,
  };
}
