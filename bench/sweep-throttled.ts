import type { LocalAws } from '../local/start.ts';
import { guardedNames } from './guarded-names.ts';
import type { RunLane } from './run-lane.ts';
import { type Account, LATENCY_MS, makeAccount } from './sweep-account.ts';

/** Lambda's: the first, and two retries. */
const ATTEMPTS = 3;
const ACCOUNT: Account = { users: 1_000, violatorsPercent: 10 };
const PER_SECOND = 20;

export type Throttled = Account & {
  /** Calls of one action that are answered in a second. */
  readonly perSecond: number;
  readonly violators: number;
  /** What each attempt ended with: the name of what it threw, or nothing. */
  readonly attempts: readonly { readonly seconds: number; readonly error?: string | undefined }[];
  readonly calls: number;
  readonly refused: number;
  /** Violators without the guard at the end, and whoever carries it and is none. */
  readonly lost: readonly string[];
  readonly wronglyGuarded: readonly string[];
};

/**
 * The product where each action may be called 20 times a second, retried as Lambda would after it threw; but at once,
 * with buckets still empty, where Lambda waits for a minute and then two.
 */
export async function sweepThrottled(aws: LocalAws, runLane: RunLane, say: (text: string) => void): Promise<Throttled> {
  const { violators, guardArn, env } = await makeAccount(aws, ACCOUNT);
  await aws.doors.addFaults({ kind: 'latency', milliseconds: LATENCY_MS }, { kind: 'rate', perSecond: PER_SECOND });
  await aws.doors.clearCalls();
  const attempts: { seconds: number; error?: string | undefined }[] = [];
  do {
    const { seconds, error } = await runLane('product', env, 'throttled');
    say(`throttled, attempt ${attempts.length + 1}: ${error ?? 'done'} after ${seconds.toFixed(1)} s`);
    attempts.push({ seconds, error });
  } while (attempts.at(-1)?.error !== undefined && attempts.length < ATTEMPTS);
  const calls = await aws.doors.calls();
  await aws.doors.clearFaults();
  const guarded = await guardedNames(aws, guardArn);
  return {
    ...ACCOUNT,
    perSecond: PER_SECOND,
    violators: violators.length,
    attempts,
    calls: calls.length,
    refused: calls.filter(({ error = '' }) => error.startsWith('Throttling')).length,
    lost: violators.filter((name) => !guarded.includes(name)),
    wronglyGuarded: guarded.filter((name) => !violators.includes(name)),
  };
}
