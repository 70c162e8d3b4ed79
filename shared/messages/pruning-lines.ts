import { isPruningNews, type Pruned, type Pruning } from '../domain/pruned.ts';
import { atMost } from './sections.ts';
import { visible } from './visible.ts';

/** What a sweep did about virtual devices that nobody has; nothing where there is nothing to tell. */
export function pruningLines(pruning: Pruning | undefined): readonly string[] {
  if (pruning === undefined || !isPruningNews(pruning)) return [];
  if (pruning.kind === 'not-done') {
    const unread =
      pruning.unread === 'history'
        ? 'event history could not be read in full'
        : `the list of virtual devices could not be read (${visible(pruning.why)})`;
    return [
      `None was deleted (PruneDevices): ${unread}, so somebody may be enrolling one. The next sweep looks again.`,
    ];
  }
  const of = (kind: Pruned['kind']) => pruning.pruned.filter((one) => one.kind === kind);
  return atMost(
    [
      `Deleted, since nobody has them and no enrolment of the last hour explains them: ${of('deleted').length}. Not deleted: ${of('failed').length}.`,
      ...[...of('failed'), ...of('deleted')].map(line),
    ],
    100,
    'event history has each DeleteVirtualMFADevice',
  );
}

const line = (one: Pruned) =>
  one.kind === 'failed'
    ? `- ${visible(one.device.serial)} could not be deleted: ${visible(one.why)}`
    : `- ${visible(one.device.serial)}${one.device.createdAt === undefined ? '' : `, made ${one.device.createdAt.toISOString().slice(0, 10)}`}`;
