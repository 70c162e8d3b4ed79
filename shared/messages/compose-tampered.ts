import { assertNever } from '../domain/assert-never.ts';
import type { Message } from '../domain/message.ts';
import type { TamperEvent } from '../domain/mfa-event.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { userLink } from './console-links.ts';
import { restorationLines, restoredShortly, whatNow } from './restoration-sentences.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';
import { whoDidIt } from './who-did-it.ts';

type Tampered = Extract<Notification, { kind: 'guard-tampered' }>;

/** Somebody touched the guard: what, who, from where, and what was put back. */
export function composeTampered({ kind, account, happened, restoration, at }: Tampered): Message {
  const what = tamperSentence(happened);
  const done = restoredShortly(restoration);
  return {
    kind,
    concerns: 'security',
    severity: happened.kind === 'boundary-changed' ? 'high' : 'critical',
    account,
    subject: toSubject(`${titleOf(happened)}, ${done}: account ${account.id}`),
    summary: `${what} In account ${accountName(account)} it is ${done}.`,
    sections: sectionsOf({
      'What happened': [what, `At ${happened.at.toISOString()} (UTC), event ${visible(happened.eventId)}`],
      Who: whoDidIt(happened.actor),
      'What was done': restorationLines(restoration),
      'What to do now': whatNow(restoration),
    }),
    links:
      'user' in happened ? [{ label: happened.user.userName, url: userLink(account, happened.user.userName) }] : [],
    users: 'user' in happened ? [happened.user.userName] : [],
    owner: undefined,
    eventId: happened.eventId,
    at,
  };
}

function titleOf(happened: TamperEvent): string {
  switch (happened.kind) {
    case 'guard-detached':
      return `Guard taken off ${happened.user.userName}`;
    case 'boundary-changed':
      return `Boundary of ${happened.user.userName} changed`;
    case 'guard-policy-changed':
      return happened.call === 'DeletePolicy' ? 'Guard policy deleted' : 'Guard policy changed';
    default:
      return assertNever(happened);
  }
}

function tamperSentence(happened: TamperEvent): string {
  switch (happened.kind) {
    case 'guard-detached':
      return `The guard was taken off ${happened.user.userName} (DetachUserPolicy).`;
    case 'boundary-changed':
      return `The permissions boundary of ${happened.user.userName} was changed (${happened.call}).`;
    case 'guard-policy-changed':
      return `The guard policy, which every guarded user carries, was changed (${happened.call}).`;
    default:
      return assertNever(happened);
  }
}
