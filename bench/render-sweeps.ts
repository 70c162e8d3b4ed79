import type { Goal } from './judge.ts';
import { callsOf, laneOf, nameOf, OF_THE_ACCOUNT, toMegabytes } from './judge-sweeps.ts';
import type { MeasuredSweep, MeasuredSweeps } from './measure-sweeps.ts';
import { OTHER_TOOLS } from './other-tools.ts';
import { FUNCTION_MB } from './run-lane.ts';
import { table } from './table.ts';

/** The results for people. */
export function renderSweeps(measured: MeasuredSweeps, goals: readonly Goal[]): string {
  const { machine, load, latencyMs } = measured;
  return [
    `${machine.cores} cores (${machine.processor}), ${machine.system}, Node ${machine.node};` +
      ` load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after; ${latencyMs} ms added to each call`,
    `1. Calls, seconds, peak memory; a fresh process each, limited as a function of ${FUNCTION_MB} MB\n\n${renderTotals(measured)}`,
    `2. Calls by action, floor / product\n\n${renderActions(measured)}`,
    `3. Throttled: each action ${measured.throttled.perSecond} times a second\n\n${renderThrottled(measured)}`,
    `4. Calls of other tools at 5000 users: taken from an earlier measurement, not from this run\n\n${renderOthers()}`,
    `Goals\n\n${renderGoals(goals)}\n`,
  ].join('\n\n');
}

const STATE_AND_TOPICS = ['dynamodb', 'sns'] as const;

function renderTotals({ sweeps, bareBytes }: MeasuredSweeps): string {
  const totals = table(
    ['users, violators', 'lane', 'all calls', 'IAM, CloudTrail', 'state, SNS', 'seconds', 'peak', 'without Node'],
    sweeps.map((sweep) => [
      nameOf(sweep),
      sweep.lane,
      String(callsOf(sweep)),
      String(callsOf(sweep, ...OF_THE_ACCOUNT)),
      String(callsOf(sweep, ...STATE_AND_TOPICS)),
      sweep.seconds.toFixed(2),
      megabytes(sweep.peakBytes),
      megabytes(sweep.peakBytes - bareBytes),
    ]),
  );
  return `${totals}\n\n  A process that does nothing: ${megabytes(bareBytes)}.`;
}

const megabytes = (bytes: number) => `${toMegabytes(bytes).toFixed(0)} MB`;

function renderActions(measured: MeasuredSweeps): string {
  const products = measured.sweeps.filter(({ lane }) => lane === 'product');
  const actions = [...new Set(products.flatMap(({ calls }) => Object.keys(calls)))].toSorted();
  const cell = (product: MeasuredSweep, action: string) =>
    `${laneOf(measured, product, 'floor').calls[action] ?? 0} / ${product.calls[action] ?? 0}`;
  return table(
    ['', ...products.map(({ users, violatorsPercent }) => `${users}, ${violatorsPercent} %`)],
    actions.map((action) => [action, ...products.map((product) => cell(product, action))]),
  );
}

function renderThrottled({ throttled }: MeasuredSweeps): string {
  return table(
    [nameOf(throttled), 'ended with', 'seconds'],
    throttled.attempts.map(({ error, seconds }, at) => [
      `attempt ${at + 1}`,
      error ?? 'all is done',
      seconds.toFixed(1),
    ]),
  ).concat(`\n\n  ${throttled.calls} calls, of which ${throttled.refused} were throttled.`);
}

const renderOthers = () =>
  table(
    ['tool', 'calls'],
    OTHER_TOOLS.map(({ name, calls }) => [name, String(calls)]),
  );

const renderGoals = (goals: readonly Goal[]) =>
  table(
    ['goal', 'wanted', 'measured', ''],
    goals.map(({ what, goal, measured, met }) => [what, goal, measured, met ? 'met' : 'MISSED']),
  );
