import { all, type Evidence, isPossible, isSure, map } from '../findings/evidence.ts';
import { mayMisfit } from '../misfits.ts';
import { guardOf } from '../posture.ts';
import type { Scope } from '../rules.ts';
import { EVERYBODY, isInWave, pathIn } from '../wave.ts';
import type { Effect, PlanChoice } from './plan.ts';
import type { SnapshotUser } from './snapshot.ts';
import { keysOf } from './snapshot-keys.ts';

/** Whether the guard is due, as `decide` says it of the same facts: what is not known is no reason to act, nor to rest. */
export const isDue = ({ hasPassword, hasNoDevice }: SnapshotUser, scope: Scope): Evidence =>
  all(hasPassword, scope === 'every-password' ? map(hasNoDevice, () => true) : hasNoDevice);

type Choice = Pick<PlanChoice, 'rules' | 'exempt' | 'wave'>;

/** Where it is not known whether the guard is on it is put on: that harms nobody. */
export function effectOf(user: SnapshotUser, choice: Choice, now: Date): Effect {
  const { rules, exempt, wave = EVERYBODY } = choice;
  if (isSure(user.isGuarded)) return effectOnGuarded(user, choice, now);
  const due = isDue(user, rules.scope);
  if (user.userId !== '' && exempt.has(user.userId) && isPossible(due)) return 'exempt';
  if (due.kind === 'not-known') return 'not-judged';
  if (!due.value) return 'untouched';
  const { userId, path, groups, tags } = { path: pathIn(user.arn), ...user };
  return isInWave(wave, { userId, path, groups, tags }) ? 'guarded' : 'later';
}

/** Whoever carries a guard keeps one, exempt or not; it may have to be another. */
function effectOnGuarded(user: SnapshotUser, { rules }: Choice, now: Date): Effect {
  const { hasPassword, hasNoDevice, guards } = user;
  const seen = {
    password: hasPassword.kind === 'known' ? hasPassword.value : undefined,
    device: hasNoDevice.kind === 'known' ? !hasNoDevice.value : undefined,
    keys: keysOf(user, now),
  };
  if (guards.kind === 'not-known' || !mayMisfit(guardOf(guards.value), seen, rules)) return 'already';
  return seen.password === undefined || seen.device === undefined ? 'not-judged' : 'changed';
}
