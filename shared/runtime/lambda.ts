import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Calls } from '../aws/count-calls.ts';
import type { Answer } from './answer.ts';
import { correlateByEvent } from './correlate-by-event.ts';
import { countCalls, countOutcomes } from './count-outcomes.ts';
import type { Invocation } from './invocation.ts';
import { logger } from './logger.ts';
import { mapErrors } from './map-errors.ts';

const metrics = new Metrics();

/**
 * A Lambda: its services, built once at the first event, and what it does with one. Built at the first event rather than
 * while loading, so that a missing setting reaches the dead-letter queue under its own name.
 */
export function lambda<Services extends { readonly calls: Calls }>(
  build: () => Services,
  run: (event: unknown, services: Services, invocation: Invocation) => Promise<Answer>,
) {
  let services: Services | undefined;
  return middy<unknown, Answer>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(correlateByEvent(logger))
    .use(logMetrics(metrics))
    .use(countOutcomes(metrics))
    .use(countCalls(metrics, () => services?.calls))
    .use(mapErrors(logger))
    .handler(async (event: unknown, context: Context) =>
      run(event, (services ??= build()), {
        id: context.awsRequestId,
        remaining: () => context.getRemainingTimeInMillis(),
      }),
    );
}
