import type { Decision } from './decision.ts';
import { stepsTo } from './guard-steps.ts';
import { guardsOn, isOpen, type Posture } from './posture.ts';

type Judged = { readonly posture: Posture; readonly decision: Decision };

/** Whether the guard has to be changed, as far as it is seen. */
export function isPending({ posture, decision: { desired } }: Judged): boolean {
  return desired !== 'as-is' && stepsTo(desired, guardsOn(posture)).length > 0;
}

/** The *enrolled* guard and no device: the user cannot enrol until it is changed. */
export const isUnlocking = (posture: Posture): boolean =>
  isOpen(posture) && guardsOn(posture).some(({ kind }) => kind === 'enrolled');
