import { isPossible, isSure } from '../findings/evidence.ts';
import { effectOf } from './effect-of.ts';
import type { PlanChoice } from './plan.ts';
import type { Snapshot, SnapshotUser } from './snapshot.ts';

/** What of the account's administrators the switch leaves. Who comes by a role or the root user is not counted. */
export type WaysIn =
  | { readonly kind: 'left' }
  /** Somebody may still get in, but what that rests on could not be read. */
  | { readonly kind: 'not-judged' }
  /** Nobody does; these are they who are shut in until they have enrolled. */
  | { readonly kind: 'none'; readonly lost: ReadonlySet<string> };

/** Told only where the switch takes an administrator's way: who has no such users has nothing to lose here. */
export function waysInAfter(snapshot: Snapshot, choice: Pick<PlanChoice, 'rules' | 'exempt' | 'wave'>): WaysIn {
  const effectOn = (user: SnapshotUser) => effectOf(user, choice, snapshot.takenAt);
  const administrators = snapshot.users.filter(({ isAdministrator }) => isPossible(isAdministrator));
  const isLost = (user: SnapshotUser) => effectOn(user) === 'guarded' && !hasDevice(user);
  const isSpared = (user: SnapshotUser) => effectOn(user) === 'exempt' && isSure(user.hasPassword);
  const isLeft = (user: SnapshotUser) => isSure(user.isAdministrator) && (isSpared(user) || surelyWorks(user));
  const lost = administrators.filter(isLost);
  if (lost.length === 0 || administrators.some(isLeft)) {
    return { kind: 'left' };
  }
  const doubtful = administrators.some((user) => !isLost(user) && (isSpared(user) || mayWork(user)));
  const surely = lost.filter(({ isAdministrator }) => isSure(isAdministrator));
  if (doubtful || surely.length === 0 || snapshot.unlisted !== undefined) return { kind: 'not-judged' };
  return { kind: 'none', lost: new Set(surely.map(({ userName }) => userName)) };
}

const hasDevice = ({ hasNoDevice }: SnapshotUser) => !isPossible(hasNoDevice);

/** By the console with MFA; by a key where no password, and so no guard, is in the way. */
const surelyWorks = (user: SnapshotUser) =>
  isSure(user.hasPassword) ? hasDevice(user) : !isPossible(user.hasPassword) && isFree(user) && hasKey(user);

const mayWork = (user: SnapshotUser) =>
  (isPossible(user.hasPassword) && !isSure(user.hasNoDevice)) || (!isSure(user.isGuarded) && mayHaveKey(user));

const isFree = ({ isGuarded }: SnapshotUser) => !isPossible(isGuarded);
const hasKey = ({ keys }: SnapshotUser) => keys.kind === 'known' && keys.value.some(({ active }) => active);
const mayHaveKey = ({ keys }: SnapshotUser) => keys.kind === 'not-known' || keys.value.some(({ active }) => active);
