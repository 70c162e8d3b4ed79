import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';
import { whoDidIt } from './who-did-it.ts';

/** Somebody changed what the service consists of. It is told, and left to a human: the deployment knows what is right. */
export function composeMachine({
  kind,
  account,
  happened,
}: Extract<Notification, { kind: 'machine-changed' }>): Message {
  const { call, service, resource, eventId, at } = happened;
  const what = resource === undefined ? '' : ` on ${visible(resource)}`;
  return {
    kind,
    concerns: 'security',
    severity: 'critical',
    account,
    subject: toSubject(`aws-mfa-enforcer itself was changed, ${call}: account ${account.id}`),
    summary: `Somebody changed aws-mfa-enforcer itself in account ${accountName(account)}: ${visible(call)}${what}.`,
    sections: sectionsOf({
      'What happened': [
        `${visible(call)} of ${visible(service)}${what}`,
        `At ${at.toISOString()} (UTC), event ${visible(eventId)}`,
      ],
      Who: whoDidIt(happened.actor),
      'What was done': ['Nothing: what is right only the deployment knows.'],
      'What to do now': [
        'If this was your own deployment or removal, there is nothing to do. If not, users may sign in without MFA unseen: put back what was changed, as docs/runbook.md ("Putting back what was changed by hand") tells, then run a sweep by hand.',
        '',
        'Ask whoever did it why. If nobody knows of it, treat the credentials as stolen.',
      ],
    }),
    links: [],
    users: [],
    owner: undefined,
    eventId,
    at,
  };
}
