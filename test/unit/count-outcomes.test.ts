import type { Metrics } from '@aws-lambda-powertools/metrics';
import { expect, test } from 'vitest';
import type { Outcome } from '../../shared/domain/outcome.ts';
import type { Answer } from '../../shared/runtime/answer.ts';
import { countCalls, countOutcomes } from '../../shared/runtime/count-outcomes.ts';

const AT = new Date('2026-11-24T12:00:00Z');

/** Keeps what was counted, with the dimension `way` where there is one. */
function counting() {
  const counted: Record<string, number> = {};
  let way = '';
  const addMetric = (name: string, _unit: unknown, value: number) => {
    counted[way === '' ? name : `${name} by ${way}`] = value;
    way = '';
  };
  const single = { addDimension: (_name: string, value: string) => void (way = value), addMetric };
  return { counted, metrics: { addMetric, singleMetric: () => single } as unknown as Metrics };
}

function countedFor(response: Answer) {
  const { counted, metrics } = counting();
  countOutcomes(metrics).after?.({ response } as never);
  return counted;
}

const applied: Outcome = {
  user: { accountId: '111111111111', userName: 'jane.doe' },
  decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
  effect: 'applied',
  at: new Date(AT.getTime() + 700),
  happenedAt: AT,
};

test('a guard that an event led to is counted with the time it took', () => {
  expect(countedFor(applied)).toEqual({ UsersEvaluated: 1, 'GuardsAttached by event': 1, TimeToGuard: 700 });
});

test('a sweep is counted with its seconds, users and guards', () => {
  const result: Answer = {
    kind: 'in-part',
    accountId: '111111111111',
    sweepId: 's-1',
    startedAt: AT,
    endedAt: new Date(AT.getTime() + 4_000),
    users: 10,
    suspects: 3,
    swept: [{ why: 'not-in-report', outcome: applied }],
    wouldBeGuarded: [],
    unfinished: [],
    mayMissNewUsers: false,
    exempt: [],
    findings: [],
  };

  expect(countedFor(result)).toEqual({
    UsersEvaluated: 3,
    SweepSeconds: 4,
    SweepsFailedInPart: 1,
    'GuardsAttached by sweep': 1,
  });
});

test('what only the event history knew is counted as lost', () => {
  const lost = { happened: {}, outcome: applied } as never;

  expect(countedFor({ evaluated: 5, attached: 2, lost: [lost], impaired: [{} as never] })).toEqual({
    UsersEvaluated: 5,
    EventsLost: 1,
    MachineImpairments: 1,
    'GuardsAttached by reconcile': 2,
  });
});

test('insufficient data is counted under its own name', () => {
  const { counted, metrics } = counting();

  countOutcomes(metrics).onError?.({ error: Object.assign(new Error(), { name: 'InsufficientDataError' }) } as never);

  expect(counted).toEqual({ InsufficientData: 1 });
});

test('the calls of an invocation are counted, those of the one before are not', () => {
  const { counted, metrics } = counting();
  const calls = { made: 7 };
  const middleware = countCalls(metrics, () => calls);

  middleware.before?.({} as never);
  calls.made += 3;
  middleware.after?.({} as never);

  expect(counted).toEqual({ ApiCalls: 3 });
});
