import type { Decision } from './decision.ts';
import type { UserRef } from './user-ref.ts';

/** Why the guard could not be put on although it had to be. `quota` is IAM's name, such as `PoliciesPerUser`. */
export type Failure =
  | { readonly code: 'quota-exceeded'; readonly quota: string }
  | { readonly code: 'guard-missing'; readonly guardArn: string };

/**
 * What was done. `applied`: the user carried no guard. `swapped`: the user carries another one than before; `bare`: for
 * some seconds between none. `released`: none any more. `would-apply` is what `observe` says; `from`: when it is done,
 * `unlocked`: an *enrolled* guard was taken off all the same, under which no device could have been enrolled. `inline`:
 * it stands in for the managed policy, whose quota is full.
 */
export type Outcome = {
  readonly user: UserRef;
  readonly decision: Decision;
  readonly at: Date;
  /** When the event happened that led to it; a sweep has none. */
  readonly happenedAt?: Date;
} & (
  | { readonly effect: 'already-so' | 'released' }
  | { readonly effect: 'would-apply'; readonly from?: Date; readonly unlocked?: true }
  | { readonly effect: 'applied'; readonly inline?: true }
  | { readonly effect: 'swapped'; readonly bare: boolean; readonly inline?: true }
  | { readonly effect: 'failed'; readonly failure: Failure }
);
