import type { UnusedDevice } from '../../shared/domain/unused-devices.ts';
import { visible } from '../../shared/messages/visible.ts';
import { isDenial } from '../explain.ts';
import { section } from '../lines.ts';
import { allow } from '../unread.ts';
import type { PruneRun } from './prune-run.ts';

/** For people: what was deleted, what stays and why. */
export function pruneText(run: PruneRun): readonly string[] {
  const { pruned, unused, options, caller } = run;
  const deleted = pruned.filter(({ kind }) => kind === 'deleted').map(({ device }) => line(device));
  const gone = pruned.filter(({ kind }) => kind === 'not-there').map(({ device }) => line(device));
  const failed = pruned.flatMap((one) => (one.kind === 'failed' ? [one] : []));
  const kept = (why: string) => unused.kept.filter((device) => device.why === why).map(line);
  return [
    ...section(`Deleted (${deleted.length})`, deleted),
    ...section('Would be deleted', options.dryRun ? unused.old.map(line) : []),
    ...section('Gone, or assigned meanwhile', gone),
    ...section(
      'Could not be deleted',
      failed.map(({ device, why }) => `${visible(device.serial)}: ${visible(why)}`),
      ...(failed.some(({ why }) => isDenial(why)) ? [allow(['iam:DeleteVirtualMFADevice'], caller)] : []),
    ),
    ...section(`Kept: younger than ${options.olderThan} hours, somebody may be enrolling`, kept('young')),
    ...section('Kept: the age is not known', kept('age-unknown'), whyUnknown(run)),
    `${run.devices} virtual devices, ${unused.old.length + unused.kept.length} of them assigned to nobody, ${deleted.length} deleted.`,
    `${run.calls} API calls.`,
  ];
}

const line = ({ serial, createdAt }: UnusedDevice) =>
  `${visible(serial)}${createdAt === undefined ? '' : `, made ${createdAt.toISOString().slice(0, 10)}`}`;

const whyUnknown = ({ historyComplete, caller }: PruneRun) =>
  historyComplete
    ? 'Event history tells nothing of them: without --dry-run they are looked at again after 15 minutes, and deleted if it still tells nothing.'
    : `Event history was not read in full. ${allow(['cloudtrail:LookupEvents'], caller)}`;
