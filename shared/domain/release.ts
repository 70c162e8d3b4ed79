import { decide } from './decide.ts';
import { type Decision, wanted } from './decision.ts';
import { type Exemption, exemptionOf } from './exemption.ts';
import type { AttachedGuard, Posture } from './posture.ts';
import { PLAIN_RULES, type Scope } from './rules.ts';

/**
 * A user who carries the guard, and in what ways. The id tells a user who was made anew under the same name from the old
 * one.
 */
export type Carrier = {
  readonly userName: string;
  readonly userId: string;
  readonly guards: readonly AttachedGuard[];
};

/** What the stack would do after a release: in `observe` nobody is guarded again, nor who is exempt. */
export type ReleaseRules = {
  readonly mode: 'observe' | 'enforce';
  readonly scope: Scope;
  readonly exemptions: readonly Exemption[];
};

/** What became of one user. `refused`: the stack would only put the guard on again. `not-there`: it was off already. */
export type Release = { readonly carrier: Carrier; readonly at: Date } & (
  | { readonly kind: 'released' | 'would-release' | 'not-there' }
  | { readonly kind: 'refused'; readonly reasons: Decision['reasons'] }
  /** `why` is the name of the error; `off`: which of the guards came off before it. */
  | { readonly kind: 'failed'; readonly why: string; readonly off: readonly AttachedGuard[] }
);

/** Whether the guard may come off: not from whoever is guarded again, and not from whoever cannot be judged. */
export type Verdict =
  | { readonly kind: 'may' }
  | { readonly kind: 'refused'; readonly reasons: Decision['reasons'] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Judges by the decision that the next evaluation would come to, the guard being off. */
export function mayRelease(
  posture: Posture,
  { userId }: Pick<Carrier, 'userId'>,
  { scope, exemptions }: Pick<ReleaseRules, 'scope' | 'exemptions'>,
  now: Date,
): Verdict {
  const off: Posture = posture.kind === 'gone' ? posture : { ...posture, guard: { kind: 'not-attached' } };
  const exemption = exemptionOf(userId, exemptions, now);
  const spared = exemption === undefined ? undefined : { exemption, now };
  const decision = decide(off, { ...PLAIN_RULES, scope }, spared);
  const { compliance, reasons } = decision;
  if (compliance === 'insufficient-data') {
    const facts = reasons.flatMap((reason) => (reason.code === 'could-not-read' ? reason.facts : []));
    return { kind: 'unknown', why: facts[0]?.why ?? 'Unknown' };
  }
  return wanted(decision) === undefined ? { kind: 'may' } : { kind: 'refused', reasons };
}
