import { assertNever } from '../domain/assert-never.ts';
import type { Notification, UserNotification } from '../domain/notification.ts';
import type { Email } from './email.ts';
import { renderDigest } from './render-digest.ts';
import { renderLostEvents } from './render-lost-events.ts';
import { renderOwnersUsers } from './render-owners-users.ts';
import { renderRootAlert } from './render-root-alert.ts';
import { sections } from './sections.ts';
import { effectSentence, reasonSentence, told } from './sentences.ts';
import { toSubject, visible } from './visible.ts';
import { whatToDo } from './what-to-do.ts';

/** A notification as the text of an e-mail. */
export function renderEmail(notification: Notification): Email {
  switch (notification.kind) {
    case 'user-guarded':
    case 'user-would-be-guarded':
    case 'guard-failed':
    case 'device-added':
      return renderUser(notification);
    case 'root-alert':
      return renderRootAlert(notification);
    case 'users-guarded':
      return renderOwnersUsers(notification);
    case 'sweep-digest':
      return renderDigest(notification);
    case 'events-lost':
      return renderLostEvents(notification);
    default:
      return assertNever(notification);
  }
}

function renderUser(notification: UserNotification): Email {
  const { happened, outcome, details, account } = notification;
  const { userName } = outcome.user;
  const { audience, severity, title } = FORMS[notification.kind];
  return {
    audience,
    severity,
    subject: toSubject(`${title}, ${account.id}: ${userName}`),
    text: sections({
      'What happened': told(happened),
      Who: [
        `User ${userName} of account ${account.id}${details.arn === undefined ? '' : ` (${visible(details.arn)})`}`,
        details.owner === undefined
          ? 'Owner: not known (the user has no tag "owner")'
          : `Owner: ${visible(details.owner)}`,
      ],
      'What was done': [effectSentence(outcome)],
      Why: outcome.decision.reasons.map((reason) => `- ${reasonSentence(reason)}`),
      'What to do now': whatToDo(notification),
    }),
  };
}

/** Titles leave room for the account and the longest user name in a subject of 99 characters. */
const FORMS = {
  'user-guarded': { audience: 'owners', severity: 'high', title: 'MFA required' },
  'user-would-be-guarded': { audience: 'owners', severity: 'medium', title: 'Would require MFA' },
  'guard-failed': { audience: 'security', severity: 'critical', title: 'MFA NOT enforced' },
  'device-added': { audience: 'owners', severity: 'info', title: 'MFA device added' },
} as const;
