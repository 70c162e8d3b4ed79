import { credentialHurts } from './credential-hurts.ts';
import { effectOf, isDue } from './effect-of.ts';
import { enrolmentHurts } from './enrolment-hurts.ts';
import { type Effect, type Hurt, hurt, type Plan, type PlanChoice, type PlannedUser } from './plan.ts';
import type { Snapshot, SnapshotUser } from './snapshot.ts';
import { losesKeys, worksByKey } from './snapshot-keys.ts';
import { type WaysIn, waysInAfter } from './ways-in.ts';

/**
 * What the switch to `enforce` would do to each user, and whom it would hurt. Total; it asks nobody and no clock: the
 * same snapshot gives the same plan. Who is untouched, or guarded already, is not hurt by the switch.
 */
export function planOf(snapshot: Snapshot, choice: PlanChoice): Plan {
  const ways = waysInAfter(snapshot, choice);
  const users = snapshot.users.map((user) => planned(user, snapshot, choice, ways));
  return {
    users: users.toSorted(byUrgency),
    hurts: [...(ways.kind === 'not-judged' ? [hurt('way-in-not-judged')] : []), ...unknownNames(snapshot, choice)],
  };
}

function planned(user: SnapshotUser, snapshot: Snapshot, choice: PlanChoice, ways: WaysIn): PlannedUser {
  const { userName, arn } = user;
  const effect = effectOf(user, choice, snapshot.takenAt);
  const standing = standingHurts(user, effect, snapshot, choice, ways);
  const hurts = [...standing, ...hurtsOf(user, effect, snapshot, choice)];
  return { userName, arn, effect, hurts };
}

function hurtsOf(user: SnapshotUser, effect: Effect, snapshot: Snapshot, { rules }: PlanChoice): readonly Hurt[] {
  switch (effect) {
    case 'already':
    case 'later':
    case 'exempt':
    case 'untouched':
      return [];
    case 'not-judged': {
      const due = isDue(user, rules.scope);
      return [hurt('not-judged', { what: 'whether the guard goes on', why: due.kind === 'not-known' ? due.why : '' })];
    }
    // The quota has room for the guard that is on, and what stands in the way of enrolling did before.
    case 'changed':
      return credentialHurts(user, rules, snapshot.takenAt);
    case 'guarded':
      return [...credentialHurts(user, rules, snapshot.takenAt), ...enrolmentHurts(user, snapshot)];
  }
}

/** Who must not be guarded unawares. */
function standingHurts(
  user: SnapshotUser,
  effect: Effect,
  { takenAt }: Snapshot,
  { breakGlass, deployer, rules }: PlanChoice,
  ways: WaysIn,
): readonly Hurt[] {
  const { userName, arn } = user;
  const deploys = deployer === arn;
  if (effect === 'changed') return deploys && losesKeys(user, rules, takenAt) ? [hurt('deployer', {}, 'stop')] : [];
  if (effect !== 'guarded' && effect !== 'not-judged') return [];
  const severity = effect === 'guarded' ? 'stop' : 'warning';
  return [
    ...(ways.kind === 'none' && ways.lost.has(userName) ? [hurt('last-administrator', {}, 'stop')] : []),
    ...(breakGlass.includes(userName) ? [hurt('break-glass', {}, severity)] : []),
    ...(deploys
      ? [worksByKey(user, rules, takenAt) ? hurt('deployer', { by: 'key' }) : hurt('deployer', {}, severity)]
      : []),
  ];
}

/** A name that was mistyped must not pass for one that is safe. */
function unknownNames({ users }: Snapshot, { breakGlass, deployer }: PlanChoice): readonly Hurt[] {
  const names = new Set(users.map(({ userName }) => userName));
  const isMissingUser = /:user\//.test(deployer) && users.every(({ arn }) => arn !== deployer);
  return [
    ...breakGlass
      .filter((name) => !names.has(name))
      .map((name) => hurt('name-unknown', { option: '--break-glass', name })),
    ...(isMissingUser ? [hurt('name-unknown', { option: '--deployer', name: deployer })] : []),
  ];
}

const RANK: Readonly<Record<Effect, number>> = {
  guarded: 1,
  changed: 2,
  'not-judged': 3,
  later: 4,
  exempt: 5,
  already: 6,
  untouched: 7,
};

/** Who is shut out first, then who is guarded, then the others, by name. */
function byUrgency(one: PlannedUser, other: PlannedUser): number {
  return rank(one) - rank(other) || (one.userName < other.userName ? -1 : Number(one.userName > other.userName));
}

const rank = ({ effect, hurts }: PlannedUser) => (hurts.some(({ severity }) => severity === 'stop') ? 0 : RANK[effect]);
