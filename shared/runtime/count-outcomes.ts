import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Calls } from '../aws/count-calls.ts';
import { assertNever } from '../domain/assert-never.ts';
import { SweepError } from '../domain/errors.ts';
import type { Outcome } from '../domain/outcome.ts';
import { deletedIn } from '../domain/pruned.ts';
import { guardedIn, type SweepResult } from '../domain/sweep.ts';
import { type Reconciled, ReconciliationError } from '../workflow/reconciliation-error.ts';
import type { Answer } from './answer.ts';

/** Counts what became of the events. The account is no dimension: each would be a metric of its own to pay for. */
export function countOutcomes(metrics: Metrics): MiddlewareObj<unknown, Answer> {
  return {
    after: ({ response }) => {
      if (response === null || response === undefined) return;
      if ('ignored' in response) metrics.addMetric('EventsIgnored', MetricUnit.Count, 1);
      else if ('alerted' in response) countAlert(metrics, response.alerted);
      else if ('restored' in response) countRestored(metrics, response.guarded);
      else if ('lost' in response) countReconciled(metrics, response);
      else if ('held' in response) metrics.addMetric('MessagesHeld', MetricUnit.Count, response.held);
      else if ('changesTold' in response) metrics.addMetric('ExemptionChanges', MetricUnit.Count, response.changesTold);
      else if ('posted' in response) metrics.addMetric('SlackPosts', MetricUnit.Count, response.posted);
      else if ('swept' in response) countSweep(metrics, response);
      else countOutcome(metrics, response);
    },
    onError: ({ error }) => {
      if (error instanceof ReconciliationError) countReconciled(metrics, error.result);
      if (error instanceof SweepError) countSweep(metrics, error.result);
      const name = error?.name === 'InsufficientDataError' ? 'InsufficientData' : 'EvaluationsFailed';
      metrics.addMetric(name, MetricUnit.Count, 1);
    },
  };
}

/** What the invocation cost in calls to AWS. */
export function countCalls(metrics: Metrics, callsOf: () => Calls | undefined): MiddlewareObj {
  let before = 0;
  const count = () => {
    metrics.addMetric('ApiCalls', MetricUnit.Count, (callsOf()?.made ?? 0) - before);
  };
  return {
    before: () => {
      before = callsOf()?.made ?? 0;
    },
    after: count,
    onError: count,
  };
}

function countAlert(metrics: Metrics, alerted: string): void {
  const ofMachine = alerted === 'machine-changed' || alerted === 'own-role-used';
  metrics.addMetric(ofMachine ? 'MachineAlerts' : 'RootAlerts', MetricUnit.Count, 1);
}

/** How often somebody touched the guard, and how often that put it on again. */
function countRestored(metrics: Metrics, guarded: boolean): void {
  metrics.addMetric('GuardsTamperedWith', MetricUnit.Count, 1);
  if (guarded) countGuards(metrics, 'restore', 1);
}

function countReconciled(metrics: Metrics, { evaluated, attached, lost, impaired }: Reconciled): void {
  metrics.addMetric('UsersEvaluated', MetricUnit.Count, evaluated);
  metrics.addMetric('EventsLost', MetricUnit.Count, lost.length);
  metrics.addMetric('MachineImpairments', MetricUnit.Count, impaired.length);
  countGuards(metrics, 'reconcile', attached);
}

function countSweep(metrics: Metrics, result: SweepResult): void {
  const milliseconds = result.endedAt.getTime() - result.startedAt.getTime();
  metrics.addMetric('UsersEvaluated', MetricUnit.Count, result.suspects);
  metrics.addMetric('SweepSeconds', MetricUnit.Seconds, milliseconds / 1000);
  if (result.pruning !== undefined)
    metrics.addMetric('DevicesDeleted', MetricUnit.Count, deletedIn(result.pruning).length);
  if (result.kind !== 'complete') metrics.addMetric('SweepsFailedInPart', MetricUnit.Count, 1);
  countGuards(metrics, 'sweep', guardedIn(result).length);
}

function countOutcome(metrics: Metrics, { effect, at, happenedAt }: Outcome): void {
  metrics.addMetric('UsersEvaluated', MetricUnit.Count, 1);
  switch (effect) {
    case 'applied':
      countGuards(metrics, 'event', 1);
      if (happenedAt !== undefined) {
        metrics.addMetric('TimeToGuard', MetricUnit.Milliseconds, at.getTime() - happenedAt.getTime());
      }
      return;
    case 'would-apply':
      metrics.addMetric('GuardsWouldAttach', MetricUnit.Count, 1);
      return;
    case 'failed':
      metrics.addMetric('GuardsFailed', MetricUnit.Count, 1);
      return;
    case 'swapped':
      metrics.addMetric('GuardsSwapped', MetricUnit.Count, 1);
      return;
    case 'released':
      metrics.addMetric('GuardsReleased', MetricUnit.Count, 1);
      return;
    case 'already-so':
      return;
    default:
      assertNever(effect);
  }
}

/** By the way on which the user was found, which is a dimension of four values. */
function countGuards(metrics: Metrics, way: 'event' | 'sweep' | 'reconcile' | 'restore', count: number): void {
  const single = metrics.singleMetric();
  single.addDimension('way', way);
  single.addMetric('GuardsAttached', MetricUnit.Count, count);
}
