import { all, type Evidence, isPossible, isSure, map } from '../findings/evidence.ts';
import type { Scope } from '../rules.ts';
import type { Effect, PlanChoice } from './plan.ts';
import type { SnapshotUser } from './snapshot.ts';

/** Whether the guard is due, as `decide` says it of the same facts: what is not known is no reason to act, nor to rest. */
export const isDue = ({ hasPassword, hasNoDevice }: SnapshotUser, scope: Scope): Evidence =>
  all(hasPassword, scope === 'every-password' ? map(hasNoDevice, () => true) : hasNoDevice);

/** Where it is not known whether the guard is on it is put on: that harms nobody. */
export function effectOf(user: SnapshotUser, { scope, exempt }: Pick<PlanChoice, 'scope' | 'exempt'>): Effect {
  if (isSure(user.isGuarded)) return 'already';
  const due = isDue(user, scope);
  if (user.userId !== '' && exempt.has(user.userId) && isPossible(due)) return 'exempt';
  if (due.kind === 'not-known') return 'not-judged';
  return due.value ? 'guarded' : 'untouched';
}
