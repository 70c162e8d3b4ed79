import type { Trail } from '../domain/findings/finding-context.ts';
import { impairmentsOf } from '../domain/machine-state.ts';
import type { LostEvent } from '../domain/notification.ts';
import { SETTLED_MS } from '../domain/freshness.ts';
import { devicesChangeGuard, type Rules } from '../domain/rules.ts';
import { isRootEvent, isUserEvent, type UserEvent } from '../domain/mfa-event.ts';
import { alertOnRoot } from './alert-on-root.ts';
import { evaluateUser } from './evaluate-user.ts';
import { inTime, type Remaining } from './in-time.ts';
import { readMachine, tellImpaired } from './look-at-machine.ts';
import type { HistoryAttribute, ReconcileServices } from './ports.ts';
import { type Reconciled, ReconciliationError } from './reconciliation-error.ts';
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

/** With two phases a device is a change too: the guard of the first phase would stay, which lets another be enrolled. */
const reconciledFor = (rules: Rules): readonly HistoryAttribute[] =>
  devicesChangeGuard(rules) ? [...RECONCILED, ['EventName', 'EnableMFADevice']] : RECONCILED;

const mayChange = ({ kind }: UserEvent, rules: Rules) =>
  OPENING.has(kind) || (kind === 'device-added' && devicesChangeGuard(rules));

/**
 * Evaluates whomever CloudTrail's event history names in the last hour, as an event would. Who is fine costs the reads
 * alone. Looks at the rules and the trail as well, since what is off cannot tell of itself. Throws a ReconciliationError of what could not be done, after all others are done.
 */
export async function reconcileEvents(
  remaining: Remaining,
  atOnce: number,
  services: ReconcileServices,
): Promise<Reconciled> {
  const now = services.clock.now();
  const looking = readMachine(services);
  const history = await services.history.between(
    new Date(now.getTime() - WINDOW_MS),
    now,
    reconciledFor(services.rules),
  );
  // Younger events are the rules' own, and would have to be waited for; the next window has them.
  const settled = history.events.filter(
    (event) => event.kind !== 'irrelevant' && now.getTime() - event.at.getTime() >= SETTLED_MS,
  );
  const failures: Error[] = [];
  const attempt = async <Done>(whom: string, work: () => Promise<Done>): Promise<Done | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(new Error(`${whom}: ${error instanceof Error ? error.name : String(error)}`, { cause: error }));
      return undefined;
    }
  };

  for (const event of settled.filter((one) => isRootEvent(one)))
    await attempt('root', () => alertOnRoot(event, services));
  const users = latestOfEach(settled.filter(isUserEvent).filter((event) => mayChange(event, services.rules)));
  const { done, left } = await inTime(users, atOnce, remaining, (happened) =>
    attempt(happened.user.userName, async () => ({ happened, outcome: await evaluateUser(happened, services) })),
  );
  const evaluated = done.filter((one) => one !== undefined);
  const attached = evaluated.filter(({ outcome }) => outcome.effect === 'applied' || outcome.effect === 'swapped');
  const lost = attached.filter(({ happened }) => now.getTime() - happened.at.getTime() > LOST_MS);
  const machine = await looking;
  const impaired = impairmentsOf(services.expectedRules, machine, services.account.id);
  await attempt('what is wrong with rules and trail, untold', () => tellImpaired(impaired, services));
  await tellLost(lost, machine.trail, services);
  if (!history.complete) failures.push(new Error('the event history: not read in full'));
  if (left.length > 0) failures.push(new Error(`${left.length} users: no time left`));
  const reconciled = { evaluated: evaluated.length, attached: attached.length, lost, impaired };
  if (failures.length > 0) throw new ReconciliationError(failures, reconciled);
  return reconciled;
}

/** One evaluation a user: live state is the same for all events of it, and the latest is the nearest to it. */
function latestOfEach(events: readonly UserEvent[]): readonly UserEvent[] {
  const latest = new Map<string, UserEvent>();
  for (const event of events.toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
    latest.set(event.user.userName, event);
  }
  return [...latest.values()];
}

/** Each lost event is told once, however many windows see it, with what is known of its cause. */
async function tellLost(lost: readonly LostEvent[], trail: Trail, services: ReconcileServices): Promise<void> {
  for (const one of lost) {
    const { eventId, accountId } = one.happened;
    const telling = { subject: `${accountId}#lost#${eventId}`, eventId, silence: 'forever' } as const;
    const notification = { kind: 'events-lost', account: services.account, lost: [one], trail } as const;
    await tellOnce(telling, () => Promise.resolve(notification), services);
  }
}
