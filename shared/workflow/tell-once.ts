import type { Notification } from '../domain/notification.ts';
import type { Telling } from '../domain/telling.ts';
import type { Claim, Services } from './ports.ts';

type Needs = Pick<Services, 'state' | 'notices' | 'clock' | 'log'>;

/**
 * Claims, publishes, marks (docs/adr/0008). A crash or a refused publish in between leaves a claim that runs out, so
 * the next attempt tells; a second delivery finds it told. A table out of reach never silences: then it is told anyway.
 * Throws when the publish was refused.
 */
export async function tellOnce(telling: Telling, compose: () => Promise<Notification>, needs: Needs): Promise<void> {
  const claim = await claimOrOurs(telling, needs);
  if (claim !== 'ours') return;
  await needs.notices.publish(await compose());
  await mark(telling, needs);
}

async function claimOrOurs(telling: Telling, { state, clock, log }: Needs): Promise<Claim> {
  try {
    return await state.claim(telling, clock.now());
  } catch (error) {
    log.warn('The state table is out of reach: telling without a claim', { telling, error });
    return 'ours';
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
