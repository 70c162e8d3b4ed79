import { type LocalAws, startLocalAws } from '../local/start.ts';
import { guardedNames } from './guarded-names.ts';
import { describeMachine, loadNow, type Machine } from './machine.ts';
import { type RunLane, withLanes } from './run-lane.ts';
import { type Account, LATENCY_MS, makeAccount } from './sweep-account.ts';
import { sweepThrottled, type Throttled } from './sweep-throttled.ts';

const VIOLATORS_PERCENT = [0, 1, 10];

/** `again`: the product once more on the same account, a sweep of its own that finds nothing to do. */
export type SweepLane = 'floor' | 'product' | 'again';

export type MeasuredSweep = Account & {
  readonly lane: SweepLane;
  /** How often each `service Action` was called, retries included. */
  readonly calls: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly peakBytes: number;
};

export type MeasuredSweeps = {
  readonly machine: Machine;
  readonly load: { readonly before: number; readonly after: number };
  readonly latencyMs: number;
  /** Peak resident memory of a process that does nothing. */
  readonly bareBytes: number;
  readonly sweeps: readonly MeasuredSweep[];
  readonly throttled: Throttled;
};

type Say = (text: string) => void;

export async function measureSweeps(sizes: readonly number[], say: Say): Promise<MeasuredSweeps> {
  const before = loadNow();
  say('bundling the lanes, starting the local AWS');
  const aws = await startLocalAws({ auth: false });
  try {
    return await withLanes(async (runLane) => {
      const { peakBytes: bareBytes } = await runLane('bare');
      const sweeps: MeasuredSweep[] = [];
      for (const users of sizes) {
        for (const violatorsPercent of VIOLATORS_PERCENT) {
          sweeps.push(...(await sweepAccount(aws, { users, violatorsPercent }, runLane, say)));
        }
      }
      const throttled = await sweepThrottled(aws, runLane, say);
      const load = { before, after: loadNow() };
      return { machine: describeMachine(), load, latencyMs: LATENCY_MS, bareBytes, sweeps, throttled };
    });
  } finally {
    await aws.stop();
  }
}

/** Each lane on an account of its own, freshly made. */
async function sweepAccount(aws: LocalAws, account: Account, runLane: RunLane, say: Say) {
  const sweeps: MeasuredSweep[] = [];
  for (const lanes of [['floor'], ['product', 'again']] as const) {
    const made = await makeAccount(aws, account);
    await aws.doors.addFaults({ kind: 'latency', milliseconds: LATENCY_MS });
    for (const lane of lanes) {
      await aws.doors.clearCalls();
      const { seconds, peakBytes, error } = await runLane(lane === 'floor' ? 'floor' : 'product', made.env, lane);
      const calls = countActions(await aws.doors.calls());
      const guarded = await guardedNames(aws, made.guardArn);
      const name = `${lane}, ${account.users} users, ${account.violatorsPercent} % violators`;
      if (error !== undefined) throw new Error(`${name}: the lane ended with ${error}`);
      if (guarded.join() !== made.violators.join()) {
        throw new Error(`${name}: ${guarded.length} are guarded, not the ${made.violators.length} violators`);
      }
      say(`${name}: ${seconds.toFixed(1)} s`);
      sweeps.push({ ...account, lane, calls, seconds, peakBytes });
    }
  }
  return sweeps;
}

function countActions(calls: readonly { readonly service: string; readonly action: string }[]) {
  const counts: Record<string, number> = {};
  for (const { service, action } of calls) {
    const name = `${service} ${action}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
