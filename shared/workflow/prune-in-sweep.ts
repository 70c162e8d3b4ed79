import type { LastDigest } from '../domain/digest.ts';
import { type Finding, keyOf } from '../domain/finding.ts';
import type { Inventory } from '../domain/inventory.ts';
import { deletedIn, type Pruning } from '../domain/pruned.ts';
import type { SweepResult } from '../domain/sweep.ts';
import { isUnassigned, unusedAmong } from '../domain/unused-devices.ts';
import { deleteUnused, stillUnassigned } from './delete-unused.ts';
import { inTime, type Remaining } from './in-time.ts';
import type { SweepServices } from './ports.ts';

/** What an enrolment may take (milliseconds), as for the command. */
const ENROLMENT_MS = 60 * 60_000;

/** Reading event history may take so long (milliseconds): with less left it is for the next sweep. */
const HISTORY_TAKES_MS = 120_000;

/** One after the other: nobody waits for it, and IAM's rate is for guards. */
const AT_ONCE = 1;

/**
 * Deletes virtual devices that nobody has and no enrolment of the last hour explains. A device that event history does
 * not date is older than its 90 days, or too young to be in it: it is deleted once a digest of an hour ago or more has
 * named it. Undefined where there is nothing to do or the deployment wants none of it. Never throws.
 */
export async function pruneInSweep(
  { virtualDevices }: Inventory,
  last: LastDigest,
  remaining: Remaining,
  { pruning, inventory, clock, log }: Pick<SweepServices, 'pruning' | 'inventory' | 'clock' | 'log'>,
): Promise<Pruning | undefined> {
  if (pruning === undefined) return undefined;
  if (remaining() < HISTORY_TAKES_MS) {
    log.warn('No time left for virtual devices of nobody: the next sweep looks at them', {});
    return undefined;
  }
  if (virtualDevices.kind === 'unknown') return { kind: 'not-done', unread: 'devices', why: virtualDevices.why };
  if (!virtualDevices.all.some(isUnassigned)) return undefined;

  const creations = await pruning.deviceCreations();
  if (!creations.complete) return { kind: 'not-done', unread: 'history' };
  const now = clock.now();
  const { old } = unusedAmong(virtualDevices.all, creations, {
    now,
    olderThan: ENROLMENT_MS,
    settled: seenBefore(last, now),
  });
  if (old.length === 0) return { kind: 'done', pruned: [] };
  const again = await inventory.virtualDevices();
  if (again.kind === 'unknown') return { kind: 'not-done', unread: 'devices', why: again.why };
  const still = stillUnassigned(again.all);
  const { done } = await inTime(old, AT_ONCE, remaining, (device) => deleteUnused(device, still, pruning.deleteDevice));
  return { kind: 'done', pruned: done };
}

/** The result with what became of the devices: what was deleted is found no more. */
export function withPruning(result: SweepResult, pruning: Pruning | undefined): SweepResult {
  if (pruning === undefined) return result;
  const deleted = new Set(deletedIn(pruning).map(({ serial }) => serial));
  const stands = ({ code, resource }: Finding) => code !== 'orphan-virtual-device' || !deleted.has(resource);
  return { ...result, pruning, findings: result.findings.filter(stands) };
}

/** Whether the last digest named the device as nobody's, so long ago that no enrolment begun before goes on. */
function seenBefore({ findingKeys, toldAt }: LastDigest, now: Date): (serial: string) => boolean {
  if (toldAt === undefined || now.getTime() - toldAt.getTime() < ENROLMENT_MS) return () => false;
  const seen = new Set(findingKeys);
  return (resource) => seen.has(keyOf({ code: 'orphan-virtual-device', resource, status: 'open' }));
}
