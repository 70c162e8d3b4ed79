import type { GuardKind } from './guard-name.ts';
import type { AttachedGuard, Posture } from './posture.ts';
import type { Rules } from './rules.ts';

type User = Extract<Posture, { kind: 'user' }>;

/** Which of the three guards, for a user who has to carry one. */
export function kindFor(
  user: Pick<User, 'guard' | 'keys'>,
  has: 'device' | 'no-device',
  { longTermKeys, phases }: Rules,
): GuardKind {
  if (phases === 'two') return has === 'device' ? 'enrolled' : 'guard';
  switch (longTermKeys) {
    case 'deny':
      return 'guard';
    case 'allow':
      return 'keys-allowed';
    case 'spare-in-use':
      return sparing(user);
  }
}

/** Spared until the keys are seen to be idle, and never loosened again: a denied call may count as a use. */
function sparing({ guard, keys }: Pick<User, 'guard' | 'keys'>): GuardKind {
  const isTight = guard.kind === 'attached' && guard.all.some(({ kind }) => kind === 'guard');
  return isTight || keys?.kind === 'not-in-use' ? 'guard' : 'keys-allowed';
}

/** Whether this guard stops long-term access keys. What somebody wrote into an edited one is not known. */
export const deniesKeys = ({ kind }: AttachedGuard): boolean => kind === 'guard' || kind === 'enrolled';
