import type { UserNotification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { userLink } from './console-links.ts';
import type { Message } from '../domain/message.ts';
import { ownerSentence } from './owner-sentence.ts';
import { roleSessions } from './role-sessions.ts';
import { sectionsOf } from './sections.ts';
import { effectSentence, eventSentence, reasonSentence, told } from './sentences.ts';
import { toSubject, visible } from './visible.ts';
import { whatToDo } from './what-to-do.ts';

/** What became of one user. */
export function composeUser(notification: UserNotification): Message {
  const { kind, happened, outcome, details, account } = notification;
  const { userName } = outcome.user;
  const { concerns, severity } = FORMS[kind];
  const title = announcedTitle(outcome) ?? FORMS[kind].title;
  return {
    kind,
    concerns,
    severity,
    account,
    subject: toSubject(`${title}, ${account.id}: ${userName}`),
    summary: `${eventSentence(happened)} ${effectSentence(outcome)}`,
    sections: sectionsOf({
      'What happened': told(happened),
      Who: [
        `User ${userName} of account ${accountName(account)}${details.arn === undefined ? '' : `, ${visible(details.arn)}`}`,
        ownerSentence(details.owner),
      ],
      'What was done': [effectSentence(outcome)],
      Why: outcome.decision.reasons.map((reason) => `- ${reasonSentence(reason)}`),
      'What to do now': whatToDo(notification),
      'Sessions of roles': roleSessions(notification),
    }),
    links: [{ label: `${userName} in the console`, url: userLink(account, userName) }],
    users: [userName],
    owner: details.owner,
    eventId: happened.eventId,
    at: outcome.at,
  };
}

/** As long as the longest of the others may be. */
const announcedTitle = (outcome: UserNotification['outcome']) =>
  outcome.effect === 'would-apply' && outcome.from !== undefined
    ? `MFA from ${outcome.from.toISOString().slice(0, 10)}`
    : undefined;

/** Titles leave room for the account and the longest user name in a subject of 99 characters. */
const FORMS = {
  'user-guarded': { concerns: 'owners', severity: 'high', title: 'MFA required' },
  'user-would-be-guarded': { concerns: 'owners', severity: 'medium', title: 'Would require MFA' },
  'guard-failed': { concerns: 'security', severity: 'critical', title: 'MFA NOT enforced' },
  'guard-released': { concerns: 'owners', severity: 'info', title: 'MFA guard taken off' },
  'device-added': { concerns: 'owners', severity: 'info', title: 'MFA device added' },
} as const;
