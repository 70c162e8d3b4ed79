import type { Notification } from '../domain/notification.ts';
import type { Email } from './email.ts';
import { ROOT_NOT_YOU, ROOT_STEPS } from './root-steps.ts';
import { sections } from './sections.ts';
import { told } from './sentences.ts';
import { toSubject } from './visible.ts';

export function renderRootAlert({ happened, account }: Extract<Notification, { kind: 'root-alert' }>): Email {
  return {
    audience: 'security',
    severity: 'critical',
    subject: toSubject(`${TITLES[happened.kind]}: account ${account.id}`),
    text: sections({
      'What happened': told(happened),
      Who: [`The root user of account ${account.id}`],
      'What to do now': [...ROOT_STEPS, '', ...ROOT_NOT_YOU],
    }),
  };
}

const TITLES = {
  'root-signed-in-without-mfa': 'Root signed in WITHOUT MFA',
  'root-password-set': 'Root password was set',
  'root-device-removed': 'Root MFA device was removed',
} as const;
