import { inForce } from '../domain/exemption.ts';
import type { Finding } from '../domain/finding.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { SweepResult } from '../domain/sweep.ts';
import type { SweepServices } from './ports.ts';
import { needsGuard, type Sweep, type SweepRules } from './sweep-account.ts';

/** Users made since the report show in the details or, with a complete history, there. */
const mayMissNewUsers = ({ details, history }: Inventory) => details.kind === 'unknown' && !history.complete;

/** What a sweep found and did, to be told. */
export function resultOf(
  sweepId: string,
  startedAt: Date,
  inventory: Inventory,
  { waitsUntil, fused, judged, swept, unfinished, left, exemptions }: Sweep & Pick<SweepRules, 'exemptions'>,
  findings: readonly Finding[],
  { account, clock }: SweepServices,
): SweepResult {
  const { details, report } = inventory;
  const failed =
    mayMissNewUsers(inventory) ||
    unfinished.length > 0 ||
    swept.some(({ outcome }) => outcome.effect === 'failed') ||
    left > 0;
  const users = details.kind === 'details' ? details.users.length : report.kind === 'report' ? report.rows.length : 0;
  return {
    kind: fused ? 'fused' : failed ? 'in-part' : 'complete',
    accountId: account.id,
    sweepId,
    startedAt,
    endedAt: clock.now(),
    users,
    suspects: judged.length,
    swept,
    wouldBeGuarded: fused ? judged.filter(needsGuard).map(({ suspect }) => suspect.user.userName) : [],
    ...(waitsUntil === undefined ? {} : { announced: { users: judged.filter(needsGuard).length, from: waitsUntil } }),
    unfinished,
    mayMissNewUsers: mayMissNewUsers(inventory),
    exempt: inForce(exemptions, clock.now()),
    findings,
  };
}
