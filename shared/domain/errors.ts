import type { Outcome } from './outcome.ts';
import type { SweepResult } from './sweep.ts';
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

/** A sweep that did not end well: what it did stands, and is counted. */
export abstract class SweepError extends EnforcerError {
  abstract readonly result: SweepResult;
}

/** A sweep ran out of time. What it did stands; the retry goes on from there. */
export class SweepIncompleteError extends SweepError {
  override readonly name = 'SweepIncompleteError';
  readonly result: SweepResult;

  constructor(result: SweepResult, left: number) {
    super(
      `The sweep ran out of time with ${result.suspects} users looked at and ${left} left. Nothing to do: the retry goes on from ` +
        `there; if it ends in the dead-letter queue, invoke the function again.`,
    );
    this.result = result;
  }
}

/** Some users could not be finished with; the others were. Each is named in the digest. */
export class SweepFailedInPartError extends SweepError {
  override readonly name = 'SweepFailedInPartError';
  readonly result: SweepResult;

  constructor(result: SweepResult) {
    const { unfinished } = result;
    const names = unfinished.slice(0, 10).map(({ user, error }) => `${user.userName} (${error.name})`);
    const more = unfinished.length > names.length ? ` and ${unfinished.length - names.length} more` : '';
    super(
      `The sweep could not finish with ${unfinished.length} users: ${names.join(', ')}${more}. The others are done. ` +
        `It is tried again by itself; if it ends in the dead-letter queue, docs/runbook.md tells how to go on.`,
    );
    this.result = result;
  }
}

/** More users would be guarded than expected, so none was. */
export class TooManyNewGuardsError extends SweepError {
  override readonly name = 'TooManyNewGuardsError';
  readonly result: SweepResult;

  constructor(result: SweepResult, most: number) {
    const count = result.wouldBeGuarded.length;
    super(
      `The sweep would guard ${count} users, more than MaxNewGuards (${most}), and has guarded none. If they are right, ` +
        `invoke the function with {"maxNewGuards": ${count}}, or deploy with --param MaxNewGuards=${count}.`,
    );
    this.result = result;
  }
}

/** Neither the credential report nor the account details could be read: nothing is known of anybody. */
export class SweepBlindError extends EnforcerError {
  override readonly name = 'SweepBlindError';

  constructor(report: string, details: string) {
    super(
      `The sweep could read neither the credential report (${report}) nor the account details (${details}), so it knows ` +
        `of nobody. Check the function's role (docs/runbook.md); it is tried again by itself.`,
    );
  }
}
