import type { UnusedDevice } from '../../shared/domain/unused-devices.ts';
import { SCHEMA_VERSION } from '../to-json.ts';
import type { PruneRun } from './prune-run.ts';

/** For machines: dates as ISO 8601 in UTC, null for what there is not. */
export function pruneDocument(run: PruneRun): object {
  const { account, options, unused, pruned } = run;
  const of = ({ serial, createdAt }: UnusedDevice) => ({ serial, createdAt: createdAt?.toISOString() ?? null });
  return {
    schemaVersion: SCHEMA_VERSION,
    command: 'devices prune',
    exitCode: run.exitCode,
    account: { id: account.id, partition: account.partition },
    caller: run.caller,
    dryRun: options.dryRun,
    olderThanHours: options.olderThan,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt.toISOString(),
    apiCalls: run.calls,
    devices: run.devices,
    historyComplete: run.historyComplete,
    wouldBeDeleted: options.dryRun ? unused.old.map(of) : [],
    deleted: pruned.filter(({ kind }) => kind === 'deleted').map(({ device }) => of(device)),
    notThere: pruned.filter(({ kind }) => kind === 'not-there').map(({ device }) => of(device)),
    notDone: pruned.flatMap((one) => (one.kind === 'failed' ? [{ ...of(one.device), why: one.why }] : [])),
    kept: unused.kept.map((device) => ({ ...of(device), why: device.why })),
  };
}
