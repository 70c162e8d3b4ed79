import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';
import { whoDidIt } from './who-did-it.ts';

/** Something else than our function acted as our function: somebody passed the role on, or holds its credentials. */
export function composeOwnRole({ kind, account, happened }: Extract<Notification, { kind: 'own-role-used' }>): Message {
  const { call, service, resource, role, refused, eventId, at } = happened;
  const what = resource === undefined ? '' : ` on ${visible(resource)}`;
  return {
    kind,
    concerns: 'security',
    severity: 'critical',
    account,
    subject: toSubject(`A role of aws-mfa-enforcer was used by something else, ${call}: account ${account.id}`),
    summary: `Something else than aws-mfa-enforcer acts in the name of its role ${visible(role)} in account ${accountName(account)}: ${visible(call)}${what}.`,
    sections: sectionsOf({
      'What happened': [
        `${visible(call)} of ${visible(service)}${what}`,
        refused === undefined ? 'The call succeeded.' : `The call failed: ${visible(refused)}.`,
        `At ${at.toISOString()} (UTC), event ${visible(eventId)}`,
        `The role ${visible(role)} is for one function, whose sessions bear its name. This session does not.`,
      ],
      Who: whoDidIt(happened.actor),
      'What was done': ['Nothing. The same call of the same session is told once an hour; each one is in the log.'],
      'What to do now': [
        'Unless you know of it, treat the role as taken over: docs/runbook.md ("A role that something else uses") tells how to end its sessions and to find who passed it on.',
      ],
    }),
    links: [],
    users: [],
    owner: undefined,
    eventId,
    at,
  };
}
