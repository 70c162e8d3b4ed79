import type { Metrics } from '@aws-lambda-powertools/metrics';
import { expect, test } from 'vitest';
import { InsufficientDataError, SweepFailedInPartError, SweepIncompleteError } from '../../shared/domain/errors.ts';
import type { Outcome } from '../../shared/domain/outcome.ts';
import type { SweepResult } from '../../shared/domain/sweep.ts';
import { countOutcomes } from '../../shared/runtime/count-outcomes.ts';
import { ReconciliationError } from '../../shared/workflow/reconciliation-error.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const user = { accountId: '111111111111', userName: 'jane.doe' };
const outcome: Outcome = {
  user,
  decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
  effect: 'applied',
  at: AT,
};
const result: SweepResult = {
  kind: 'in-part',
  accountId: '111111111111',
  sweepId: 's-1',
  startedAt: AT,
  endedAt: new Date(AT.getTime() + 4_000),
  users: 10,
  suspects: 3,
  swept: [{ why: 'not-in-report', outcome }],
  wouldBeGuarded: [],
  unfinished: [{ user, error: { name: 'Throttling', message: 'Rate exceeded' } }],
  mayMissNewUsers: false,
  exempt: [],
  findings: [],
};

/** What is counted of an invocation that ends with the error. */
function countedFor(error: Error) {
  const counted: Record<string, number> = {};
  const addMetric = (name: string, _unit: unknown, value: number) => {
    counted[name] = value;
  };
  const metrics = { addMetric, singleMetric: () => ({ addDimension: () => undefined, addMetric }) };
  countOutcomes(metrics as unknown as Metrics).onError?.({ error } as never);
  return counted;
}

test.each([new SweepFailedInPartError(result), new SweepIncompleteError(result, 2)])(
  'what a sweep did is counted although it ends with %s',
  (error) => {
    expect(countedFor(error)).toMatchObject({
      UsersEvaluated: 3,
      SweepSeconds: 4,
      SweepsFailedInPart: 1,
      GuardsAttached: 1,
    });
  },
);

test('what a window found is counted although one of its users could not be read', () => {
  const lost = { happened: {}, outcome } as never;
  const failures = [new InsufficientDataError(outcome)];

  expect(
    countedFor(new ReconciliationError(failures, { evaluated: 5, attached: 2, lost: [lost], impaired: [] })),
  ).toMatchObject({
    UsersEvaluated: 5,
    EventsLost: 1,
    GuardsAttached: 2,
  });
});
