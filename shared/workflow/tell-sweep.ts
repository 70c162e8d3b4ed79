import { changesSince, isWorthTelling, type LastDigest } from '../domain/digest.ts';
import { keyOf } from '../domain/finding.ts';
import { groupBy } from '../domain/group-by.ts';
import { PROPAGATION_MS } from '../domain/freshness.ts';
import type { Inventory } from '../domain/inventory.ts';
import { ownerIn } from '../domain/owner.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { SweepResult, Swept } from '../domain/sweep.ts';
import { subjectOf, type Telling } from '../domain/telling.ts';
import type { SweepServices, Told } from './ports.ts';

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
  const { memory, notices, account, clock } = services;
  const owners = ownersIn(inventory);
  const concerned = swept.filter(({ outcome }) => isStory(outcome));
  const subjects = new Set(concerned.map(({ outcome }) => subjectOf(kindOf(outcome), outcome)));
  const told = await memory.toldAmong([...subjects]);
  const untold = concerned.filter(({ outcome }) => {
    const before = told.get(subjectOf(kindOf(outcome), outcome));
    return before === undefined || !isSilencedBy(before, outcome, sweepId, clock.now());
  });
  const messages = byOwnerAndKind(untold, owners).flatMap((users) => chunks(users, USERS_A_MESSAGE));
  let published: Telling[] = [];
  const markPublished = async () => {
    if (published.length > 0) await memory.markAllTold(published, clock.now());
    published = [];
  };
  try {
    for (const users of messages) {
      await notices.publish({ kind: 'users-guarded', account, owner: ownerOf(users[0], owners), users });
      published.push(...users.map((one) => toTelling(one, sweepId)));
      if (published.length >= MARKED_AT_ONCE) await markPublished();
    }
  } finally {
    await markPublished();
  }
}

/** As many as one write marks: what a crash in between tells a second time stays few. */
const MARKED_AT_ONCE = 25;

/** Milliseconds. A guard that was put on again is a new story, unless an event has just told it. */
const A_DAY_MS = 86_400_000;

function isSilencedBy({ eventId, toldAt }: Told, { effect }: Outcome, sweepId: string, now: Date): boolean {
  if (effect === 'would-apply' || eventId === sweepId) return true;
  const silence = effect === 'applied' ? PROPAGATION_MS : A_DAY_MS;
  return now.getTime() - toldAt.getTime() < silence;
}

/**
 * One digest a sweep, to security, when there is something to tell; the lease keeps every other sweep from telling it.
 * What another attempt of this sweep has told is not what this one found: the next digest has the rest as new.
 *
 * @returns what to remember of it, if it was told
 */
export async function tellDigest(
  result: SweepResult,
  heartbeatDays: number,
  last: LastDigest,
  { notices, account, clock }: SweepServices,
): Promise<LastDigest | undefined> {
  const changes = changesSince(last, result.findings);
  const of = `${result.sweepId} ${result.kind}`;
  if (of === last.of || !isWorthTelling(result, changes, last, heartbeatDays)) return undefined;
  await notices.publish({ kind: 'sweep-digest', account, result, changes });
  return { findingKeys: result.findings.map(keyOf), toldAt: clock.now(), of };
}

/** Whom the owner has to be told of: failures are for the digest, since no owner can cure them. */
const isStory = ({ effect, decision }: Outcome) =>
  effect === 'applied' || effect === 'would-apply' || (effect === 'already-so' && decision.desired === 'guard');

const kindOf = ({ effect }: Outcome) => (effect === 'would-apply' ? 'user-would-be-guarded' : 'user-guarded');

const toTelling = ({ outcome }: Swept, sweepId: string): Telling => ({
  subject: subjectOf(kindOf(outcome), outcome),
  eventId: sweepId,
  silence: 'forever',
});

/** No message names two owners' users, or mixes what was done with what would have been. */
function byOwnerAndKind(swept: readonly Swept[], owners: Owners): readonly (readonly Swept[])[] {
  const groups = groupBy(swept, (one) => JSON.stringify([ownerOf(one, owners), kindOf(one.outcome)]));
  return [...groups.values()];
}

type Owners = ReadonlyMap<string, string | undefined>;

function ownersIn({ details }: Inventory): Owners {
  const users = details.kind === 'details' ? details.users : [];
  return new Map(users.map(({ userName, tags }) => [userName, ownerIn(tags)]));
}

const ownerOf = ({ outcome }: Swept, owners: Owners) => owners.get(outcome.user.userName);

function chunks(users: readonly Swept[], size: number): readonly [Swept, ...Swept[]][] {
  const [first, ...rest] = users.slice(0, size);
  return first === undefined ? [] : [[first, ...rest], ...chunks(users.slice(size), size)];
}
