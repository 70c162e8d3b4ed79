import { decide } from '../domain/decide.ts';
import type { Decision } from '../domain/decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type AttachedGuard, guardOf, guardsOn, type Posture } from '../domain/posture.ts';
import type { Rules } from '../domain/rules.ts';
import { applyDecision } from './apply-decision.ts';
import type { Services } from './ports.ts';

/**
 * Applies the decision. The guard that spares keys goes on first, since nobody is left open while keys are looked up,
 * and gives way to the strict one when none of them is in use. What could not be read stays spared until the sweep looks.
 */
export async function enforceDecision(
  posture: Posture,
  decision: Decision,
  services: Pick<Services, 'postures' | 'enforcer' | 'clock'>,
  rules: Rules,
): Promise<Outcome> {
  const outcome = await applyDecision(posture, decision, services, rules);
  const spares = rules.longTermKeys === 'spare-in-use' && outcome.decision.desired === 'keys-allowed';
  const carried = spares ? carriedAfter(outcome, posture) : [];
  if (carried.length === 0 || posture.kind === 'gone') return outcome;
  const keys = await services.postures.keysOf(posture.user);
  const spared: Posture = { ...posture, guard: guardOf(carried), keys };
  const { desired } = decide(spared, rules);
  if (desired !== 'guard') return outcome;
  const tight = await applyDecision(spared, { ...outcome.decision, desired }, services, rules);
  if (tight.effect !== 'swapped' || outcome.effect !== 'applied') return tight;
  // One story: the user carried no guard before, and carries the strict one now.
  return { ...tight, effect: 'applied' };
}

/** Nothing where the guard is not on, or nobody may change it. */
function carriedAfter(outcome: Outcome, posture: Posture): readonly AttachedGuard[] {
  switch (outcome.effect) {
    case 'already-so':
      return guardsOn(posture);
    case 'applied':
    case 'swapped':
      return [{ kind: 'keys-allowed', by: outcome.inline === true ? 'inline' : 'managed' }];
    case 'would-apply':
    case 'released':
    case 'failed':
      return [];
  }
}

/** With the keys of whoever is spared already: they decide whether it stays so. */
export async function withKeys(
  posture: Posture,
  rules: Rules,
  { postures }: Pick<Services, 'postures'>,
): Promise<Posture> {
  const isSpared = guardsOn(posture).some(({ kind }) => kind === 'keys-allowed');
  if (posture.kind === 'gone' || rules.longTermKeys !== 'spare-in-use' || !isSpared) return posture;
  return { ...posture, keys: await postures.keysOf(posture.user) };
}
