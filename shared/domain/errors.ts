import type { Outcome } from './outcome.ts';
import type { UserRef } from './user-ref.ts';

/**
 * What cannot go on. A handler that throws one is tried again by Lambda, and ends in the dead-letter queue
 * under the error's name. The message names the thing and the next step.
 */
export abstract class EnforcerError extends Error {}

/** Live state contradicts an event younger than IAM's propagation: thrown so that Lambda tries again later. */
export class StaleReadError extends EnforcerError {
  override readonly name = 'StaleReadError';

  constructor(user: UserRef, kind: string) {
    super(
      `IAM does not show yet what the event (${kind}) told of user ${user.userName} in account ${user.accountId}. ` +
        `Nothing to do: it is tried again by itself.`,
    );
  }
}

/** The guard policy itself is gone: no user can be guarded until it is restored. */
export class GuardMissingError extends EnforcerError {
  override readonly name = 'GuardMissingError';

  constructor(user: UserRef, guardArn: string, options?: ErrorOptions) {
    super(
      `The guard policy ${guardArn} does not exist, so user ${user.userName} stays open. ` +
        `Restore the policy as docs/runbook.md tells, then redrive the dead-letter queue.`,
      options,
    );
  }
}

/** Something that decides could not be read. Carries the outcome, so that retry, queue and alarm can tell it. */
export class InsufficientDataError extends EnforcerError {
  override readonly name = 'InsufficientDataError';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    const unread = outcome.decision.reasons.flatMap((reason) =>
      reason.code === 'could-not-read' ? reason.facts.map(({ fact, why }) => `${fact} (${why})`) : [],
    );
    super(
      `Could not read ${unread.join(', ')} of user ${outcome.user.userName} in account ${outcome.user.accountId}: ` +
        `unknown is not compliant. Check the function's role and IAM's health, then redrive the dead-letter queue.`,
    );
    this.outcome = outcome;
  }
}
