import type { Notification } from '../domain/notification.ts';
import type { Telling } from '../domain/telling.ts';
import type { SweepServices } from './ports.ts';

/** A notification, and the stories that it tells. */
export type ToTell = { readonly notification: Notification; readonly tellings: readonly Telling[] };

/** As many as one write marks: what a crash in between tells a second time stays few. */
const MARKED_AT_ONCE = 25;

/**
 * Publishes one after the other and marks what was told. Throws when a publish was refused; what was told until then
 * stays marked, so that the next attempt goes on from there.
 */
export async function tellInTurn(
  messages: readonly ToTell[],
  { notices, memory, clock }: Pick<SweepServices, 'notices' | 'memory' | 'clock'>,
): Promise<void> {
  let published: Telling[] = [];
  const markPublished = async () => {
    if (published.length > 0) await memory.markAllTold(published, clock.now());
    published = [];
  };
  try {
    for (const { notification, tellings } of messages) {
      await notices.publish(notification);
      published.push(...tellings);
      if (published.length >= MARKED_AT_ONCE) await markPublished();
    }
  } finally {
    await markPublished();
  }
}
