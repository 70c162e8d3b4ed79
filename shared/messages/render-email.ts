import type { RootEvent, UserEvent } from '../domain/mfa-event.ts';
import type { Notification, Severity } from '../domain/notification.ts';
import { ROOT_NOT_YOU, ROOT_STEPS } from './root-steps.ts';
import { effectSentence, eventSentence, reasonSentence } from './sentences.ts';
import { toSubject, visible } from './visible.ts';
import { whatToDo } from './what-to-do.ts';
import { wrap } from './wrap.ts';

/** `owners` gets what a person has to do, `security` what endangers the account. */
export type Audience = 'owners' | 'security';

export type Email = {
  readonly audience: Audience;
  readonly severity: Severity;
  readonly subject: string;
  readonly text: string;
};

/** A notification as the text of an e-mail. */
export function renderEmail(notification: Notification): Email {
  if (notification.kind === 'root-alert') return rootAlert(notification);
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

function rootAlert({ happened, account }: Notification & { kind: 'root-alert' }): Email {
  const title = {
    'root-signed-in-without-mfa': 'Root signed in WITHOUT MFA',
    'root-password-set': 'Root password was set',
    'root-device-removed': 'Root MFA device was removed',
  }[happened.kind];
  return {
    audience: 'security',
    severity: 'critical',
    subject: toSubject(`${title}: account ${account.id}`),
    text: sections({
      'What happened': told(happened),
      Who: [`The root user of account ${account.id}`],
      'What to do now': [...ROOT_STEPS, '', ...ROOT_NOT_YOU],
    }),
  };
}

/** What happened, when, by whom and from where. */
function told(happened: UserEvent | RootEvent): readonly string[] {
  const { actor } = happened;
  return [
    eventSentence(happened),
    `At ${happened.at.toISOString()} (UTC), event ${visible(happened.eventId)}`,
    `By ${visible(actor.arn ?? actor.type)}`,
    `From ${visible(actor.sourceAddress ?? 'an unknown address')}, with ${visible(actor.userAgent ?? 'an unknown client')}`,
  ];
}

const sections = (parts: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(parts)
    .map(([heading, lines]) => [heading, ...lines.flatMap(wrap).map(indent)].join('\n'))
    .join('\n\n');

const indent = (line: string) => (line === '' ? '' : `  ${line}`);
