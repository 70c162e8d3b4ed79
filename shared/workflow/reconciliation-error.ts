import type { Impairment } from '../domain/machine-state.ts';
import type { LostEvent } from '../domain/notification.ts';

export type Reconciled = {
  readonly evaluated: number;
  /** How many guards were attached, late ones and lost ones. */
  readonly attached: number;
  readonly lost: readonly LostEvent[];
  /** What keeps events from the functions now. */
  readonly impaired: readonly Impairment[];
};

/** What of a reconciliation could not be done; what could, is. The next window looks at the same hour again. */
export class ReconciliationError extends AggregateError {
  override readonly name = 'ReconciliationError';
  readonly result: Reconciled;

  constructor(failures: readonly Error[], result: Reconciled) {
    const named = failures.slice(0, 10).map(({ message }) => message);
    const more = failures.length > named.length ? ` and ${failures.length - named.length} more` : '';
    super(
      failures,
      `Could not be reconciled: ${named.join('; ')}${more}. The next window looks again; docs/runbook.md tells more.`,
    );
    this.result = result;
  }
}
