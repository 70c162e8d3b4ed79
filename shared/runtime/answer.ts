import type { Outcome } from '../domain/outcome.ts';

/** What a function answers: seen in logs and tests only, since it is invoked asynchronously. */
export type Answer = Outcome | { readonly alerted: string } | { readonly ignored: string };
