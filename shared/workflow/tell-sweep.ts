import { changesSince, isUnheard, isWorthTelling, type LastDigest } from '../domain/digest.ts';
import { isNews } from '../domain/announced.ts';
import { wanted } from '../domain/decision.ts';
import { keyOf } from '../domain/finding.ts';
import { chunks } from '../domain/chunks.ts';
import { groupBy } from '../domain/group-by.ts';
import { PROPAGATION_MS } from '../domain/freshness.ts';
import type { Inventory } from '../domain/inventory.ts';
import { type Owner, ownerLabel } from '../domain/owner.ts';
import { ownersIn } from '../domain/owners-in.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { SweepResult, Swept } from '../domain/sweep.ts';
import { subjectOf, type Telling } from '../domain/telling.ts';
import type { UserRef } from '../domain/user-ref.ts';
import type { Remembered, SweepServices, Told } from './ports.ts';
import { tellInTurn } from './tell-in-turn.ts';

/** Users named in one message: far below what SNS carries, and as many as a person reads. */
const USERS_A_MESSAGE = 200;

/**
 * Tells each owner of the users whom the sweep guarded, or would have: each user once, whoever told it.
 * Throws when a publish was refused; who was not told stays in the memory, so that the next attempt tells.
 */
export async function tellOwners(
  swept: readonly Swept[],
  inventory: Inventory,
  sweepId: string,
  services: SweepServices,
): Promise<void> {
  const { memory, account, clock } = services;
  const ownerOf = ownersIn(inventory, services.ownerRules);
  const concerned = swept.filter(isStory);
  const subjects = new Set(concerned.map(({ outcome }) => subjectOf(kindOf(outcome), outcome)));
  const told = await memory.toldAmong([...subjects]);
  const untold = concerned.filter(({ outcome }) => {
    const before = told.get(subjectOf(kindOf(outcome), outcome));
    return before === undefined || !isSilencedBy(before, outcome, sweepId, clock.now());
  });
  const messages = byOwnerAndKind(untold, ownerOf).flatMap((users) => chunks(users, USERS_A_MESSAGE));
  const owner = ({ outcome }: Swept) => ownerOf(outcome.user);
  const toTell = messages.map((users) => ({
    notification: { kind: 'users-guarded', account, owner: owner(users[0]), sweepId, users } as const,
    tellings: users.map((one) => toTelling(one, sweepId)),
  }));
  await tellInTurn(toTell, services);
}

/** Milliseconds. A guard that was put on again is a new story, unless an event has just told it. */
const A_DAY_MS = 86_400_000;

function isSilencedBy({ eventId, toldAt }: Told, { effect }: Outcome, sweepId: string, now: Date): boolean {
  if (effect === 'would-apply' || eventId === sweepId) return true;
  const silence = effect === 'applied' || effect === 'swapped' ? PROPAGATION_MS : A_DAY_MS;
  return now.getTime() - toldAt.getTime() < silence;
}

/**
 * One digest a sweep, to security, when there is something to tell; to owners too when security has no subscriber, since
 * nobody would hear the finding that says so. The lease keeps every other sweep from telling it.
 * What another attempt of this sweep has told is not what this one found: the next digest has the rest as new.
 *
 * @returns what to remember of it, if it was told
 */
export async function tellDigest(
  result: SweepResult,
  heartbeatDays: number,
  { digest: last, announced }: Pick<Remembered, 'digest' | 'announced'>,
  { notices, account, clock }: SweepServices,
): Promise<LastDigest | undefined> {
  const changes = changesSince(last, result.findings);
  const of = `${result.sweepId} ${result.kind}`;
  const isTold = isWorthTelling(result, changes, last, heartbeatDays) || isNews(result.announced, announced);
  if (of === last.of || !isTold) return undefined;
  const unheard = isUnheard(result.findings) ? ({ unheard: true } as const) : {};
  await notices.publish({ kind: 'sweep-digest', account, result, changes, ...unheard });
  return { findingKeys: result.findings.map(keyOf), toldAt: clock.now(), of };
}

/**
 * Whom the owner has to be told of: failures are for the digest, since no owner can cure them. Who carries another guard
 * than before hears of it if there is no device: that is what is left to do.
 */
function isStory({ why, outcome: { effect, decision } }: Swept): boolean {
  const isOpen = decision.compliance === 'non-compliant';
  if (effect === 'applied' || effect === 'would-apply') return true;
  if (effect === 'swapped') return isOpen;
  return effect === 'already-so' && wanted(decision) !== undefined && why !== 'guard-may-not-fit';
}

const kindOf = ({ effect }: Outcome) => (effect === 'would-apply' ? 'user-would-be-guarded' : 'user-guarded');

const toTelling = ({ outcome }: Swept, sweepId: string): Telling => ({
  subject: subjectOf(kindOf(outcome), outcome),
  eventId: sweepId,
  silence: 'forever',
});

/** No message names two owners' users, or mixes what was done with what would have been. */
function byOwnerAndKind(swept: readonly Swept[], ownerOf: (user: UserRef) => Owner): readonly (readonly Swept[])[] {
  const groups = groupBy(swept, ({ outcome }) => {
    const owner = ownerOf(outcome.user);
    return JSON.stringify([ownerLabel(owner) ?? owner, kindOf(outcome)]);
  });
  return [...groups.values()];
}
