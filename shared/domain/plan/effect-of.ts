import { all, type Evidence, isPossible, isSure, map } from '../findings/evidence.ts';
import type { Scope } from '../rules.ts';
import { EVERYBODY, isInWave, pathIn } from '../wave.ts';
import type { Effect, PlanChoice } from './plan.ts';
import type { SnapshotUser } from './snapshot.ts';

/** Whether the guard is due, as `decide` says it of the same facts: what is not known is no reason to act, nor to rest. */
export const isDue = ({ hasPassword, hasNoDevice }: SnapshotUser, scope: Scope): Evidence =>
  all(hasPassword, scope === 'every-password' ? map(hasNoDevice, () => true) : hasNoDevice);

type Chosen = Pick<PlanChoice, 'scope' | 'exempt' | 'wave'>;

/** Where it is not known whether the guard is on it is put on: that harms nobody. */
export function effectOf(user: SnapshotUser, { scope, exempt, wave = EVERYBODY }: Chosen): Effect {
  if (isSure(user.isGuarded)) return 'already';
  const due = isDue(user, scope);
  if (user.userId !== '' && exempt.has(user.userId) && isPossible(due)) return 'exempt';
  if (due.kind === 'not-known') return 'not-judged';
  if (!due.value) return 'untouched';
  const { userId, path, groups, tags } = { path: pathIn(user.arn), ...user };
  return isInWave(wave, { userId, path, groups, tags }) ? 'guarded' : 'later';
}
