import { assertNever } from '../domain/assert-never.ts';
import { GUARD_NAME, GUARD_NAMES } from '../domain/guard-name.ts';
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

/** Somebody touched a guard: what, who, from where, and what was put back. */
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
      return happened.call === 'PutUserPolicy'
        ? `Inline guard of ${happened.user.userName} written`
        : `Guard taken off ${happened.user.userName}`;
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
      return detachSentence(happened);
    case 'boundary-changed':
      return `The permissions boundary of ${happened.user.userName} was changed (${happened.call}).`;
    case 'guard-policy-changed':
      return `The guard policy ${GUARD_NAMES[happened.guard]}, which guarded users carry, was changed (${happened.call}).`;
    default:
      return assertNever(happened);
  }
}

function detachSentence({ call, guard, user }: Extract<TamperEvent, { kind: 'guard-detached' }>): string {
  if (guard !== 'inline') return `The guard ${GUARD_NAMES[guard]} was taken off ${user.userName} (${call}).`;
  const done = call === 'PutUserPolicy' ? 'written by somebody else than this service' : 'deleted';
  return `The inline policy ${GUARD_NAME} of ${user.userName} was ${done} (${call}).`;
}
