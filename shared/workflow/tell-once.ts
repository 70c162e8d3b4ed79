import type { Channel } from '../domain/channel.ts';
import { NotToldError } from '../domain/not-told-error.ts';
import type { Notification } from '../domain/notification.ts';
import type { Telling } from '../domain/telling.ts';
import type { Claim, Services } from './ports.ts';

type Needs = Pick<Services, 'state' | 'notices' | 'clock' | 'log'>;

/**
 * Claims, publishes, marks (docs/adr/0008). A crash or a refused publish in between leaves a claim that runs out, so
 * the next attempt tells; a second delivery finds it told. A table out of reach never silences: then it is told anyway.
 * Throws when a channel failed.
 */
export async function tellOnce(telling: Telling, compose: () => Promise<Notification>, needs: Needs): Promise<void> {
  const claim = await claimOrOurs(telling, needs);
  if (claim.kind !== 'ours') return;
  const notification = await compose();
  try {
    await needs.notices.publish(notification, claim.already);
  } catch (error) {
    if (error instanceof NotToldError) await markPartly(telling, [...claim.already, ...error.told], needs);
    throw error;
  }
  await mark(telling, needs);
}

async function claimOrOurs(telling: Telling, { state, clock, log }: Needs): Promise<Claim> {
  try {
    return await state.claim(telling, clock.now());
  } catch (error) {
    log.warn('The state table is out of reach: telling without a claim', { telling, error });
    return { kind: 'ours', already: [] };
  }
}

/** What one channel has told the next attempt leaves out. It has the same claim to wait for, so nothing else is lost. */
async function markPartly(telling: Telling, told: readonly Channel[], { state, log }: Needs): Promise<void> {
  if (told.length === 0) return;
  try {
    await state.markPartly(telling, told);
  } catch (error) {
    log.warn('Told in part, but could not remember it: the next attempt tells it again', { telling, told, error });
  }
}

/** The message is out: a mark that fails costs a second message at worst, which beats failing what was done. */
async function mark(telling: Telling, { state, clock, log }: Needs): Promise<void> {
  try {
    await state.markTold(telling, clock.now());
  } catch (error) {
    log.warn('Told, but could not remember it: a second delivery may tell it again', { telling, error });
  }
}
