import {
  type DeviceCreations,
  type Unused,
  type UnusedDevice,
  unusedAmong,
} from '../../shared/domain/unused-devices.ts';
import type { VirtualDevice } from '../../shared/domain/inventory.ts';
import type { Pruned } from '../../shared/domain/pruned.ts';
import { deleteUnused, stillUnassigned } from '../../shared/workflow/delete-unused.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { PruneOptions } from './prune-options.ts';
import type { Report } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import type { Watch } from '../watch.ts';
import { pruneDocument } from './prune-document.ts';
import type { PruneRun } from './prune-run.ts';
import { pruneText } from './prune-text.ts';

const HOUR_MS = 3_600_000;

/** CloudTrail's own word is about five minutes on average, and no promise: three times as long. */
const HISTORY_CATCHES_UP_MS = 15 * 60_000;

/** Deletes the virtual devices that nobody has and no enrolment that may still go on explains. */
export async function prune(
  options: PruneOptions,
  connection: Connection,
  terminal: Terminal,
  watch: Watch,
): Promise<Report> {
  const { account, caller, clock } = connection;
  const startedAt = clock.now();
  const devices = await devicesOf(connection);
  const judge = (creations: DeviceCreations, settled: boolean) =>
    unusedAmong(devices, creations, {
      now: clock.now(),
      olderThan: options.olderThan * HOUR_MS,
      settled: () => settled,
    });
  let creations = await connection.deviceCreations();
  let unused = judge(creations, false);
  if (mustWait(unused, creations) && !options.dryRun) {
    terminal.err(
      'Event history does not tell the age of some devices, and one that was just made may not be in it yet: looking again in 15 minutes. Nothing is deleted before.\n',
    );
    await clock.sleep(HISTORY_CATCHES_UP_MS);
    creations = await connection.deviceCreations();
    unused = judge(creations, true);
  }
  const pruned = options.dryRun ? [] : await deleteAll(unused.old, connection, watch);
  const failed = pruned.some(({ kind }) => kind === 'failed');
  const run: PruneRun = {
    account,
    caller,
    options,
    startedAt,
    endedAt: clock.now(),
    devices: devices.length,
    unused,
    pruned,
    historyComplete: creations.complete,
    calls: watch.made,
    exitCode: failed || !creations.complete ? EXIT.incomplete : EXIT.clean,
  };
  return { exitCode: run.exitCode, document: pruneDocument(run), text: () => pruneText(run) };
}

/** With an incomplete history no wait would tell more. */
const mustWait = ({ kept }: Unused, { complete }: DeviceCreations) =>
  complete && kept.some(({ why }) => why === 'age-unknown');

async function devicesOf({ inventory }: Connection): Promise<readonly VirtualDevice[]> {
  const devices = await inventory.virtualDevices();
  if (devices.kind === 'virtual-devices') return devices.all;
  throw new CliError(
    `The virtual devices could not be read (${devices.why}), so none was deleted. Allow iam:ListVirtualMFADevices (docs/cli.md has the policy), then run it again.`,
  );
}

/** Each is looked at again: whoever enrolled meanwhile keeps the device. */
async function deleteAll(
  old: readonly UnusedDevice[],
  connection: Connection,
  watch: Watch,
): Promise<readonly Pruned[]> {
  if (old.length === 0) return [];
  const still = stillUnassigned(await devicesOf(connection));
  const pruned: Pruned[] = [];
  for (const device of old) {
    pruned.push(await deleteUnused(device, still, connection.deleteDevice));
    watch.suspects += 1;
  }
  return pruned;
}
