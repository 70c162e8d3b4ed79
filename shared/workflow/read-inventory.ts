import type { Inventory } from '../domain/inventory.ts';
import { devicesChangeGuard, type Rules } from '../domain/rules.ts';
import type { HistoryAttribute, SweepServices } from './ports.ts';

/** What event history is asked for by a sweep: a password set, a device removed, a rename. */
const WATCHED: readonly HistoryAttribute[] = [
  ['EventName', 'CreateLoginProfile'],
  ['EventName', 'DeactivateMFADevice'],
  ['EventName', 'UpdateUser'],
];

/** Where a device or a missing password changes which guard has to be carried, these count too. */
const watchedFor = (rules: Rules): readonly HistoryAttribute[] => [
  ...WATCHED,
  ...(devicesChangeGuard(rules) ? ([['EventName', 'EnableMFADevice']] as const) : []),
];

/** The report shows what was true some minutes before it was generated. */
const BEFORE_REPORT_MS = 15 * 60_000;

/** A report is handed out for four hours: without one, history is read for as long. */
const REPORT_AGE_MS = 4 * 3_600_000;

/** The bulk reads side by side, then what happened since the report. */
export async function readInventory({
  inventory,
  history,
  clock,
  rules,
}: Pick<SweepServices, 'inventory' | 'history' | 'clock' | 'rules'>): Promise<Inventory> {
  const readAt = clock.now();
  const [report, details, virtualDevices, summary] = await Promise.all([
    inventory.report(),
    inventory.details(),
    inventory.virtualDevices(),
    inventory.summary(),
  ]);
  const generatedAt = report.kind === 'report' ? report.generatedAt.getTime() : readAt.getTime() - REPORT_AGE_MS;
  const since = new Date(generatedAt - BEFORE_REPORT_MS);
  const happened = await history.between(since, clock.now(), watchedFor(rules));
  return { readAt, report, details, virtualDevices, summary, history: happened };
}
