import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { securityCredentialsLink } from './console-links.ts';
import type { Message } from '../domain/message.ts';
import { sectionsOf } from './sections.ts';
import { ROOT_NOT_YOU, ROOT_STEPS } from './root-steps.ts';
import { eventSentence, told } from './sentences.ts';
import { toSubject } from './visible.ts';

export function composeRootAlert({ kind, happened, account }: Extract<Notification, { kind: 'root-alert' }>): Message {
  return {
    kind,
    concerns: 'security',
    severity: 'critical',
    account,
    subject: toSubject(`${TITLES[happened.kind]}: account ${account.id}`),
    summary: `${eventSentence(happened)} No API can give the root user an MFA device: a human has to act.`,
    sections: sectionsOf({
      'What happened': told(happened),
      Who: [`The root user of account ${accountName(account)}`],
      'What to do now': [...ROOT_STEPS, '', ...ROOT_NOT_YOU],
    }),
    links: [{ label: 'Security credentials of whoever is signed in', url: securityCredentialsLink(account) }],
    users: [],
    owner: undefined,
    eventId: happened.eventId,
    at: happened.at,
  };
}

const TITLES = {
  'root-signed-in-without-mfa': 'Root signed in WITHOUT MFA',
  'root-password-set': 'Root password was set',
  'root-device-removed': 'Root MFA device was removed',
} as const;
