import { delayOf, type Fight } from '../domain/fight.ts';
import type { TamperEvent } from '../domain/mfa-event.ts';
import type { Restoration } from '../domain/restoration.ts';
import type { RestoreServices } from './restore-ports.ts';

type Detached = Extract<TamperEvent, { kind: 'guard-detached' }>;

/**
 * Whoever takes the guard off for the third time within ten minutes gets it back later, and later each time: two
 * automations that fight would use up IAM's limits. Undefined: put it back at once. So does a table or a queue out of
 * reach: a restore too early beats none.
 */
export async function putOff(
  { user, eventId }: Detached,
  later: (seconds: number) => Promise<void>,
  { fights, clock, log }: Pick<RestoreServices, 'fights' | 'clock' | 'log'>,
): Promise<Restoration | undefined> {
  try {
    const fight: Fight = await fights.count(user.userName, eventId, clock.now());
    if (delayOf(fight.restores) === 0) return undefined;
    const wait = fight.lastAt.getTime() - clock.now().getTime();
    if (wait <= 0) return undefined;
    await later(Math.ceil(wait / 1000));
    return { kind: 'put-off', until: fight.lastAt, times: fight.restores };
  } catch (error) {
    log.warn('Could not count or put off the restore: the guard is put back at once', { user, error });
    return undefined;
  }
}
