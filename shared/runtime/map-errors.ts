import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import { EnforcerError } from '../domain/errors.ts';

/** AWS refused a call, or could not be reached. Carries AWS's own error as its cause. */
export class AwsCallError extends EnforcerError {
  override readonly name = 'AwsCallError';

  constructor(cause: Error) {
    super(
      `${cause.name}: ${cause.message} Lambda tries again by itself; if it ends in the dead-letter queue, ` +
        `check the function's role (docs/runbook.md) and AWS's health, then redrive the queue.`,
      { cause },
    );
  }
}

/** What was thrown is logged once, with its cause, and thrown on under a name that a reader of the queue can use. */
export function mapErrors(logger: Logger): MiddlewareObj {
  return {
    onError: (request) => {
      if (request.error === null || request.error === undefined) return;
      logger.error('The event could not be finished', request.error);
      if (isAwsError(request.error)) request.error = new AwsCallError(request.error);
    },
  };
}

const isAwsError = (error: Error) => '$metadata' in error;
