import type { Channel } from '../../shared/domain/channel.ts';
import type { State } from '../../shared/workflow/ports.ts';

const LEASE_MS = 45_000;

type Story = {
  eventId: string;
  progress: 'claimed' | 'told';
  leaseUntil: number;
  toldAt: number;
  toldInPart?: readonly Channel[];
};

/** The memory of what was told, with the rules of the table's conditional write. */
export function inMemoryState() {
  const stories = new Map<string, Story>();
  let reachable = true;
  const reach = () => {
    if (!reachable) throw new Error('the table is out of reach');
  };
  const state: State = {
    // eslint-disable-next-line @typescript-eslint/require-await -- a rejection, as of a real table, not a throw
    claim: async ({ subject, eventId, silence }, now) => {
      reach();
      const story = stories.get(subject);
      const at = now.getTime();
      const free =
        story === undefined ||
        (story.progress === 'claimed'
          ? story.leaseUntil < at
          : silence !== 'forever' && story.eventId !== eventId && story.toldAt < at - silence);
      if (!free) return { kind: story.progress === 'claimed' ? 'theirs' : 'told' };
      const toldInPart = story?.eventId === eventId ? (story.toldInPart ?? []) : [];
      const claimed = { eventId, leaseUntil: at + LEASE_MS, toldAt: story?.toldAt ?? 0, toldInPart };
      stories.set(subject, { ...claimed, progress: 'claimed' });
      return { kind: 'ours', already: toldInPart };
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a rejection, as of a real table, not a throw
    markPartly: async ({ subject }, toldInPart) => {
      reach();
      const story = stories.get(subject);
      if (story !== undefined) stories.set(subject, { ...story, toldInPart });
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a rejection, as of a real table, not a throw
    markTold: async ({ subject }, now) => {
      reach();
      const story = stories.get(subject);
      const claimed = story ?? { eventId: '', leaseUntil: 0 };
      stories.set(subject, { ...claimed, progress: 'told', toldAt: now.getTime(), toldInPart: [] });
    },
  };
  return {
    state,
    becomesUnreachable: () => {
      reachable = false;
    },
  };
}
