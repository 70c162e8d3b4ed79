import type { Outcome } from '../domain/outcome.ts';
import type { SweepResult } from '../domain/sweep.ts';
import type { Restored } from '../workflow/restore-guard.ts';
import type { Posted } from '../workflow/post-to-slack.ts';
import type { Reconciled } from '../workflow/reconciliation-error.ts';
import type { ChangesTold } from '../workflow/tell-exemption-changes.ts';

/** What a function answers: seen in logs and tests only, since it is invoked asynchronously. */
export type Answer =
  | Outcome
  | SweepResult
  | Reconciled
  | Restored
  | { readonly alerted: string }
  | { readonly ignored: string }
  | ChangesTold
  | { readonly held: number }
  | Posted;
