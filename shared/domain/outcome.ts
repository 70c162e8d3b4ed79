import type { Decision } from './decision.ts';
import type { UserRef } from './user-ref.ts';

/** Why the guard could not be put on although it had to be. `quota` is IAM's name, such as `PoliciesPerUser`. */
export type Failure =
  | { readonly code: 'quota-exceeded'; readonly quota: string }
  | { readonly code: 'guard-missing'; readonly guardArn: string };

/** What was done. `would-apply` is what `observe` says. */
export type Outcome = {
  readonly user: UserRef;
  readonly decision: Decision;
  readonly at: Date;
  /** When the event happened that led to it; a sweep has none. */
  readonly happenedAt?: Date;
} & (
  | { readonly effect: 'applied' | 'already-so' | 'would-apply' }
  | { readonly effect: 'failed'; readonly failure: Failure }
);
