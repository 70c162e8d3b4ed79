import type { Account } from '../domain/account.ts';
import { type ActorDetail, EVENT_VERSION, type EventAbout } from '../domain/event-about.ts';
import { type UserDetail, type WaitingDetail } from '../domain/domain-event.ts';
import type { Actor, RootEvent, UserEvent } from '../domain/mfa-event.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Owner, ownerLabel } from '../domain/owner.ts';
import { daysWaiting } from '../domain/reminders.ts';
import type { Waiting } from '../domain/waiting.ts';

export const aboutOf = (account: Account, eventId: string, at: Date): EventAbout => ({
  schemaVersion: EVENT_VERSION,
  account,
  eventId,
  at: at.toISOString(),
});

/** What became of one user. `cause`: the event, or the id of the sweep that found it. */
export function guardDetail(account: Account, outcome: Outcome, cause: UserEvent | string): UserDetail {
  const { user, decision, effect, at } = outcome;
  const common = {
    user: { name: user.userName },
    compliance: decision.compliance,
    effect,
    reasons: decision.reasons,
    ...(outcome.effect === 'failed' ? { failure: outcome.failure } : {}),
    ...(outcome.effect === 'would-apply' && outcome.from !== undefined
      ? { enforceFrom: outcome.from.toISOString() }
      : {}),
  };
  if (typeof cause === 'string') return { ...aboutOf(account, cause, at), happened: 'sweep', ...common };
  return {
    ...aboutOf(account, cause.eventId, at),
    happened: cause.kind,
    happenedAt: cause.at.toISOString(),
    ...common,
    actor: actorDetail(cause.actor),
    ...serialIn(cause),
  };
}

/** Whom a reminder, or the word to security, is about. */
export const waitingDetail = (about: EventAbout, waiting: Waiting, owner: Owner): WaitingDetail => ({
  ...about,
  user: { name: waiting.user.userName },
  toldAt: waiting.toldAt.toISOString(),
  daysWaiting: daysWaiting(waiting, new Date(about.at)),
  ...ownerIn(owner),
});

/** Nothing, when nobody is named for certain. */
export function ownerIn(owner: Owner): { readonly owner?: string } {
  const label = ownerLabel(owner);
  return label === undefined ? {} : { owner: label };
}

/** As CloudTrail told it: machines get it unescaped. */
export const actorDetail = ({ type, arn, sessionIssuer, sourceAddress, userAgent }: Actor): ActorDetail => ({
  type: bounded(type),
  ...(arn === undefined ? {} : { arn: bounded(arn) }),
  ...(sessionIssuer === undefined ? {} : { sessionIssuer: bounded(sessionIssuer) }),
  ...(sourceAddress === undefined ? {} : { sourceAddress: bounded(sourceAddress) }),
  ...(userAgent === undefined ? {} : { userAgent: bounded(userAgent) }),
});

export const serialIn = (happened: UserEvent | RootEvent) =>
  'serial' in happened && happened.serial !== undefined ? { deviceSerial: bounded(happened.serial) } : {};

/** CloudTrail cuts none of these for certain, and an entry of EventBridge has its limit. */
const MOST = 2_048;

const bounded = (text: string) =>
  text.length <= MOST ? text : `${text.slice(0, MOST)}… (${text.length - MOST} characters more)`;
