import type { SweepDetail } from '../domain/domain-event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Notification } from '../domain/notification.ts';
import { deletedIn } from '../domain/pruned.ts';
import type { Severity } from '../domain/severity.ts';
import { guardedIn, waitingIn } from '../domain/sweep.ts';
import { aboutOf } from './event-details.ts';

type Digest = Extract<Notification, { kind: 'sweep-digest' }>;

/** Of the 256 KB of an entry, with room for what EventBridge's own envelope adds. */
const DETAIL_BYTES = 250_000;

/** What a sweep found, as counts, and what is new or gone since the last digest, as data. */
export function sweepDetail({ account, result, changes }: Digest): SweepDetail {
  const { swept, findings, unfinished } = result;
  const withEffect = (effect: string) => swept.filter(({ outcome }) => outcome.effect === effect).length;
  return cutToFit({
    ...aboutOf(account, result.sweepId, result.endedAt),
    result: result.kind,
    startedAt: result.startedAt.toISOString(),
    mayMissNewUsers: result.mayMissNewUsers,
    ...(result.announced === undefined ? {} : { enforceFrom: result.announced.from.toISOString() }),
    counts: {
      users: result.users,
      suspects: result.suspects,
      guarded: guardedIn(result).length,
      wouldBeGuarded: withEffect('would-apply') + result.wouldBeGuarded.length,
      notInWave: waitingIn(result).length,
      failed: withEffect('failed'),
      unfinished: unfinished.length,
      devicesDeleted: deletedIn(result.pruning).length,
      new: changes.fresh.length,
      resolved: changes.resolved.length,
    },
    findings: bySeverity(findings),
    newFindings: changes.fresh,
    resolvedFindings: changes.resolved,
  });
}

const bySeverity = (findings: readonly Finding[]): SweepDetail['findings'] => {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    info: count('info'),
  };
};

/** Half of the list that takes most room is left out, with a count, until it fits. */
function cutToFit(detail: SweepDetail): SweepDetail {
  if (bytesOf(detail) <= DETAIL_BYTES) return detail;
  const { newFindings, resolvedFindings, leftOut } = detail;
  if (bytesOf(newFindings) >= bytesOf(resolvedFindings)) {
    const kept = newFindings.slice(0, Math.floor(newFindings.length / 2));
    const left = (leftOut?.newFindings ?? 0) + newFindings.length - kept.length;
    return cutToFit({ ...detail, newFindings: kept, leftOut: { ...leftOut, newFindings: left } });
  }
  const kept = resolvedFindings.slice(0, Math.floor(resolvedFindings.length / 2));
  const left = (leftOut?.resolvedFindings ?? 0) + resolvedFindings.length - kept.length;
  return cutToFit({ ...detail, resolvedFindings: kept, leftOut: { ...leftOut, resolvedFindings: left } });
}

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
