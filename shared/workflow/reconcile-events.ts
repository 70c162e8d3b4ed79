import type { LostEvent } from '../domain/notification.ts';
import { SETTLED_MS } from '../domain/freshness.ts';
import { isRootEvent, isUserEvent, type UserEvent } from '../domain/mfa-event.ts';
import { alertOnRoot } from './alert-on-root.ts';
import { evaluateUser } from './evaluate-user.ts';
import { inTime, type Remaining } from './in-time.ts';
import type { HistoryAttribute, SweepServices } from './ports.ts';
import { tellOnce } from './tell-once.ts';

/** How far back (milliseconds) each window looks: four times the interval, so that windows overlap. */
const WINDOW_MS = 60 * 60_000;

/** An attach for an event older than this (milliseconds) means that the rules never got it, or much too late. */
const LOST_MS = 10 * 60_000;

/** What event history is asked for; part of the names that the rules match. */
export const RECONCILED: readonly HistoryAttribute[] = [
  ['EventName', 'CreateLoginProfile'],
  ['EventName', 'DeactivateMFADevice'],
  ['EventName', 'UpdateUser'],
  ['Username', 'root'],
];

/** What may have left a user open. Root's history also tells of whatever else root did to users: not for here. */
const OPENING: ReadonlySet<UserEvent['kind']> = new Set(['password-set', 'device-removed', 'user-renamed']);

export type Reconciled = {
  readonly evaluated: number;
  readonly lost: readonly LostEvent[];
  /** False when a part of the history could not be read: the next window covers it. */
  readonly complete: boolean;
};

/**
 * Evaluates whomever CloudTrail's event history names in the last hour, as an event would. Who is fine costs the reads
 * alone. Throws an AggregateError of what single users failed with, after all others are done.
 */
export async function reconcileEvents(
  remaining: Remaining,
  atOnce: number,
  services: SweepServices,
): Promise<Reconciled> {
  const now = services.clock.now();
  const history = await services.history.between(new Date(now.getTime() - WINDOW_MS), now, RECONCILED);
  // Younger events are the rules' own, and would have to be waited for; the next window has them.
  const settled = history.events.filter(
    (event) => event.kind !== 'irrelevant' && now.getTime() - event.at.getTime() >= SETTLED_MS,
  );
  const failures: unknown[] = [];
  const attempt = async <Done>(work: () => Promise<Done>): Promise<Done | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };

  for (const event of settled.filter((one) => isRootEvent(one))) await attempt(() => alertOnRoot(event, services));
  const users = latestOfEach(settled.filter(isUserEvent).filter(({ kind }) => OPENING.has(kind)));
  const { done } = await inTime(users, atOnce, remaining, (happened) =>
    attempt(async () => ({ happened, outcome: await evaluateUser(happened, services) })),
  );
  const evaluated = done.filter((one) => one !== undefined);
  const lost = evaluated.filter(
    ({ happened, outcome }) =>
      ['applied', 'would-apply'].includes(outcome.effect) && now.getTime() - happened.at.getTime() > LOST_MS,
  );
  await tellLost(lost, services);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} users could not be reconciled`);
  return { evaluated: evaluated.length, lost, complete: history.complete };
}

/** One evaluation a user: live state is the same for all events of it, and the latest is the nearest to it. */
function latestOfEach(events: readonly UserEvent[]): readonly UserEvent[] {
  const latest = new Map<string, UserEvent>();
  for (const event of events.toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
    latest.set(event.user.userName, event);
  }
  return [...latest.values()];
}

/** Each lost event is told once, however many windows see it. */
async function tellLost(lost: readonly LostEvent[], services: SweepServices): Promise<void> {
  for (const one of lost) {
    const { eventId, accountId } = one.happened;
    const telling = { subject: `${accountId}#lost#${eventId}`, eventId, silence: 'forever' } as const;
    const compose = () =>
      Promise.resolve({ kind: 'events-lost' as const, account: services.account, lost: [one] as const });
    await tellOnce(telling, compose, services);
  }
}
