import {
  SweepBlindError,
  SweepFailedInPartError,
  SweepIncompleteError,
  TooManyNewGuardsError,
} from '../domain/errors.ts';
import { announcedAfter, fuseOf } from '../domain/announced.ts';
import type { Finding } from '../domain/finding.ts';
import type { Inventory } from '../domain/inventory.ts';
import { type Scope, rulesOf } from '../domain/rules.ts';
import type { SweepResult } from '../domain/sweep.ts';
import type { Remaining } from './in-time.ts';
import type { SweepChanges, SweepServices } from './ports.ts';
import { pruneInSweep, withPruning } from './prune-in-sweep.ts';
import { readInventory } from './read-inventory.ts';
import { remindOwners } from './remind-owners.ts';
import { type Sweep, sweepAccount, type SweepRules } from './sweep-account.ts';
import { resultOf } from './sweep-result.ts';
import { tellEndings } from './tell-endings.ts';
import { tellDigest, tellOwners } from './tell-sweep.ts';
import { guardedBefore, stillUntold } from './untold.ts';

export type SweepRequest = Omit<SweepRules, 'exemptions' | 'rules'> & {
  readonly scope: Scope;
  /** Whoever asked for the sweep named the number: what was announced does not count. */
  readonly named?: true;
  /** The same in every attempt of the same sweep. */
  readonly sweepId: string;
  readonly heartbeatDays: number;
  /** Days after a user was told of the guard; none: nobody is reminded. */
  readonly reminderDays: readonly number[];
};

/** How long (milliseconds) a lease holds when nobody gives it back: as long as a function may run. */
const LEASE_MS = 15 * 60_000;

/**
 * A sweep of the account from the lease to the digest. Throws when a later attempt has something to go on with, after
 * telling what is done: SweepIncompleteError, SweepFailedInPartError, TooManyNewGuardsError.
 */
export async function runSweep(
  request: SweepRequest,
  remaining: Remaining,
  find: (inventory: Inventory, sweep: Sweep) => Promise<readonly Finding[]>,
  services: SweepServices,
): Promise<SweepResult | { readonly ignored: string }> {
  const { memory, clock } = services;
  const startedAt = clock.now();
  const until = new Date(startedAt.getTime() + LEASE_MS);
  const remembered = await memory.begin(request.sweepId, until, startedAt);
  if (remembered === undefined) return { ignored: 'another sweep is running' };
  const changed: { -readonly [Part in keyof SweepChanges]: SweepChanges[Part] } = {};
  try {
    const rules = rulesOf({ ...services.rules, scope: request.scope });
    const inventory = await readInventory(services);
    refuseToBeBlind(inventory);
    const { untold } = remembered;
    const maxNewGuards = fuseOf(request, remembered.announced);
    const { kind, all: exemptions } = await services.exemptions.read();
    // Only what came from the table itself: a copy of nothing would leave nobody exempt.
    if (kind === 'live') changed.exemptions = exemptions;
    const sweep = await sweepAccount(
      inventory,
      { ...request, maxNewGuards, rules, exemptions },
      remaining,
      services,
      (names) => memory.keepUntold([...new Set([...untold, ...names])]),
    );
    const findings = await find(inventory, sweep);
    const swept = { ...sweep, exemptions };
    const result = resultOf(request.sweepId, startedAt, inventory, swept, findings, services);
    const concerned = [...sweep.swept, ...guardedBefore(untold, inventory, services)];
    await tellOwners(concerned, inventory, request.sweepId, services);
    changed.untold = stillUntold(untold, inventory, sweep);
    await remindOwners(inventory, request, remaining, services);
    await tellEndings(exemptions, request.sweepId, services);
    if (sweep.left > 0) throw new SweepIncompleteError(result, sweep.left);
    const pruning = await pruneInSweep(inventory, remembered.digest, remaining, services);
    const pruned = withPruning(result, pruning);
    const digest = await tellDigest(pruned, request.heartbeatDays, remembered, services);
    if (digest !== undefined) changed.digest = digest;
    const announced = announcedAfter(pruned, sweep.mode);
    if (announced !== undefined) changed.announced = announced;
    return finished(pruned, sweep, maxNewGuards);
  } finally {
    await end(request.sweepId, changed, services);
  }
}

/** What cannot be remembered is told again at worst, and a lease runs out: no reason to hide what the sweep ended with. */
async function end(sweepId: string, changed: SweepChanges, { memory, log }: SweepServices): Promise<void> {
  try {
    await memory.end(sweepId, changed);
  } catch (error) {
    log.warn('Could not end the lease: another sweep waits until it runs out', { sweepId, error });
  }
}

/** Without report and details nobody knows who is there: a sweep that sees nobody must not end as complete. */
function refuseToBeBlind({ report, details }: Inventory): void {
  if (report.kind === 'unknown' && details.kind === 'unknown') throw new SweepBlindError(report.why, details.why);
}

function finished(result: SweepResult, sweep: Sweep, maxNewGuards: number): SweepResult {
  if (result.kind === 'fused') throw new TooManyNewGuardsError(result, maxNewGuards);
  if (sweep.unfinished.length > 0) throw new SweepFailedInPartError(result);
  return result;
}
