import type { Goal } from './judge.ts';
import type { MeasuredSweep, MeasuredSweeps, SweepLane } from './measure-sweeps.ts';
import { FUNCTION_MB } from './run-lane.ts';
import { SIZES } from './sweep-options.ts';

const LARGEST = Math.max(...SIZES);
const QUIET_CALLS = 20;
const HIGHEST_RATIO = 2;
const [CALLS_TIMES, CALLS_MORE] = [1.25, 8];

/** How the figures stand to the goals. A missed one is said, and is no failure: a benchmark is no test. */
export function judgeSweeps(measured: MeasuredSweeps): readonly Goal[] {
  const products = measured.sweeps.filter(({ lane }) => lane === 'product');
  const largest = measured.sweeps.filter(({ users, lane }) => users === LARGEST && lane !== 'floor');
  return [
    ...products.flatMap((product) => judgeCalls(product, laneOf(measured, product, 'floor'))),
    ...largest.filter(({ violatorsPercent }) => violatorsPercent === 0).flatMap(judgeQuiet),
    ...products.map((product) => judgeSpeed(product, laneOf(measured, product, 'floor'))),
    ...judgeMemory(largest),
    judgeThrottled(measured),
  ];
}

/** All the calls of a sweep, or those of some services. */
export function callsOf({ calls }: Pick<MeasuredSweep, 'calls'>, ...services: readonly string[]): number {
  return Object.entries(calls)
    .filter(([name]) => services.length === 0 || services.some((service) => name.startsWith(`${service} `)))
    .reduce((sum, [, count]) => sum + count, 0);
}

export function laneOf({ sweeps }: MeasuredSweeps, account: MeasuredSweep, lane: SweepLane): MeasuredSweep {
  const { users, violatorsPercent } = account;
  const found = sweeps.find(
    (sweep) => sweep.lane === lane && sweep.users === users && sweep.violatorsPercent === violatorsPercent,
  );
  if (found === undefined) throw new TypeError(`No ${lane} of ${nameOf(account)} was measured`);
  return found;
}

export const nameOf = ({ users, violatorsPercent }: Pick<MeasuredSweep, 'users' | 'violatorsPercent'>) =>
  `${users} users, ${violatorsPercent} %`;

/** What AWS limits for the account's other tools too; the other calls go to the stack's own table and topics. */
export const OF_THE_ACCOUNT = ['iam', 'cloudtrail'] as const;

const COUNTED = [
  { what: 'All calls', services: [] },
  { what: 'Calls of IAM and CloudTrail alone', services: OF_THE_ACCOUNT },
] as const;

/** The floor calls nothing but IAM and CloudTrail. */
function judgeCalls(product: MeasuredSweep, floor: MeasuredSweep): readonly Goal[] {
  const most = CALLS_TIMES * callsOf(floor) + CALLS_MORE;
  return COUNTED.map(({ what, services }) => ({
    what: `${what}, ${nameOf(product)}`,
    goal: `at most ${CALLS_TIMES} × ${callsOf(floor)} + ${CALLS_MORE} = ${most}`,
    measured: String(callsOf(product, ...services)),
    met: callsOf(product, ...services) <= most,
  }));
}

function judgeQuiet(sweep: MeasuredSweep): readonly Goal[] {
  const when = sweep.lane === 'again' ? 'nothing new' : 'first sweep';
  return COUNTED.map(({ what, services }) => ({
    what: `${what}, ${nameOf(sweep)}, ${when}`,
    goal: `at most ${QUIET_CALLS}`,
    measured: String(callsOf(sweep, ...services)),
    met: callsOf(sweep, ...services) <= QUIET_CALLS,
  }));
}

function judgeSpeed(product: MeasuredSweep, floor: MeasuredSweep): Goal {
  return {
    what: `Seconds, ${nameOf(product)}`,
    goal: `at most ${HIGHEST_RATIO} × ${floor.seconds.toFixed(1)}`,
    measured: product.seconds.toFixed(1),
    met: product.seconds <= HIGHEST_RATIO * floor.seconds,
  };
}

export const toMegabytes = (bytes: number) => bytes / 1024 / 1024;

/** The whole process, Node included, since that is what Lambda counts. */
function judgeMemory(sweeps: readonly MeasuredSweep[]): readonly Goal[] {
  if (sweeps.length === 0) return [];
  const peak = toMegabytes(Math.max(...sweeps.map(({ peakBytes }) => peakBytes)));
  return [
    {
      what: `Peak memory at ${LARGEST} users, Node included`,
      goal: `under ${FUNCTION_MB} MB`,
      measured: `${peak.toFixed(0)} MB`,
      met: peak < FUNCTION_MB,
    },
  ];
}

function judgeThrottled({ throttled }: MeasuredSweeps): Goal {
  const { users, violators, perSecond, lost, wronglyGuarded, attempts } = throttled;
  return {
    what: `Lost at ${perSecond} calls a second, ${users} users`,
    goal: `0 of ${violators}`,
    measured: `${lost.length}, ${wronglyGuarded.length} wrongly guarded (attempts: ${attempts.length})`,
    met: lost.length + wronglyGuarded.length === 0,
  };
}
