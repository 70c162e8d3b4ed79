import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Posture } from './posture.ts';
import type { Scope } from './suspects.ts';

/** A user who carries the guard. The id tells a user who was made anew under the same name from the old one. */
export type Carrier = { readonly userName: string; readonly userId: string };

/** What the stack would do after a release: in `observe` nobody is guarded again. */
export type ReleaseRules = { readonly mode: 'observe' | 'enforce'; readonly scope: Scope };

/** What became of one user. `refused`: the stack would only put the guard on again. `not-there`: it was off already. */
export type Release = { readonly carrier: Carrier; readonly at: Date } & (
  | { readonly kind: 'released' | 'would-release' | 'not-there' }
  | { readonly kind: 'refused'; readonly reasons: Decision['reasons'] }
  /** `why` is the name of the error. */
  | { readonly kind: 'failed'; readonly why: string }
);

/** Whether the guard may come off: not from whoever is guarded again, and not from whoever cannot be judged. */
export type Verdict =
  | { readonly kind: 'may' }
  | { readonly kind: 'refused'; readonly reasons: Decision['reasons'] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Judges by the decision that the next evaluation would come to. */
export function mayRelease(posture: Posture, { scope }: Pick<ReleaseRules, 'scope'>): Verdict {
  const { compliance, desired, reasons } = decide(posture, scope);
  if (compliance === 'insufficient-data') {
    const facts = reasons.flatMap((reason) => (reason.code === 'could-not-read' ? reason.facts : []));
    return { kind: 'unknown', why: facts[0]?.why ?? 'Unknown' };
  }
  return desired === 'guard' ? { kind: 'refused', reasons } : { kind: 'may' };
}
