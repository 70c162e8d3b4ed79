import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import { assertNever } from '../domain/assert-never.ts';
import type { Outcome } from '../domain/outcome.ts';
import { guardedIn } from '../domain/sweep.ts';
import type { Answer } from './answer.ts';

/** Counts what became of the events. The account is no dimension: each would be a metric of its own to pay for. */
export function countOutcomes(metrics: Metrics): MiddlewareObj<unknown, Answer> {
  const count = (name: string, by = 1) => metrics.addMetric(name, MetricUnit.Count, by);
  return {
    after: ({ response }) => {
      if (response === null || response === undefined) return;
      if ('ignored' in response) count('EventsIgnored');
      else if ('alerted' in response) count('RootAlerts');
      else if ('lost' in response) {
        count('UsersEvaluated', response.evaluated);
        count('EventsLost', response.lost.length);
      } else if ('swept' in response) {
        count('UsersEvaluated', response.suspects);
        count('GuardsAttached', guardedIn(response).length);
        const milliseconds = response.endedAt.getTime() - response.startedAt.getTime();
        metrics.addMetric('SweepSeconds', MetricUnit.Seconds, milliseconds / 1000);
        if (response.kind !== 'complete') count('SweepsFailedInPart');
      } else {
        count('UsersEvaluated');
        count(metricOf(response));
      }
    },
    onError: ({ error }) => {
      count(error?.name === 'InsufficientDataError' ? 'InsufficientData' : 'EvaluationsFailed');
    },
  };
}

function metricOf({ effect }: Outcome): string {
  switch (effect) {
    case 'applied':
      return 'GuardsAttached';
    case 'would-apply':
      return 'GuardsWouldAttach';
    case 'failed':
      return 'GuardsFailed';
    case 'already-so':
      return 'UsersUnchanged';
    default:
      return assertNever(effect);
  }
}
