import { type Finding, keyOf } from './finding.ts';
import { isPruningNews } from './pruned.ts';
import type { SweepResult } from './sweep.ts';
import { guardedIn } from './sweep.ts';

/** What the last digest told, kept so that the next one can say what is new and what is resolved. */
export type LastDigest = {
  readonly findingKeys: readonly string[];
  readonly toldAt: Date | undefined;
  /** Sweep and outcome of which it told: another attempt that ends the same way tells nothing. */
  readonly of: string | undefined;
};

export type Changes = {
  readonly fresh: readonly Finding[];
  /** Keys of findings that the last digest knew and that are gone. */
  readonly resolved: readonly string[];
};

export function changesSince(last: LastDigest, findings: readonly Finding[]): Changes {
  const before = new Set(last.findingKeys);
  const now = new Set(findings.map(keyOf));
  return {
    fresh: findings.filter((finding) => !before.has(keyOf(finding))),
    resolved: last.findingKeys.filter((key) => !now.has(key)),
  };
}

/** Whether nobody hears what security is told: the digest that says so would be the last to be heard. */
export const isUnheard = (findings: readonly Finding[]): boolean =>
  findings.some(
    ({ code, status, facts }) => code === 'nobody-subscribed' && status === 'open' && facts['audience'] === 'security',
  );

/**
 * Whether a sweep has something to tell: somebody was guarded, a device was deleted, something could not be done, a
 * finding came or went. A sweep that found all as it was is told once in `heartbeatDays` (0: never), so that silence means trouble.
 */
export function isWorthTelling(
  result: SweepResult,
  { fresh, resolved }: Changes,
  last: LastDigest,
  heartbeatDays: number,
): boolean {
  if (result.kind !== 'complete' || guardedIn(result).length > 0 || fresh.length > 0 || resolved.length > 0)
    return true;
  if (isPruningNews(result.pruning)) return true;
  if (heartbeatDays === 0) return false;
  const since = result.endedAt.getTime() - (last.toldAt?.getTime() ?? 0);
  // A schedule has a flexible window: half a day less, so that a sign of life does not slip to the day after.
  return since >= (heartbeatDays - 0.5) * 86_400_000;
}
