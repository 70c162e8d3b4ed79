import { guardsAmong } from '../domain/guards-among.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Swept } from '../domain/sweep.ts';
import type { SweepServices } from './ports.ts';
import type { Sweep } from './sweep-account.ts';

/** Users whom an attempt that died had guarded before it could tell: they carry the guard, and are no suspects now. */
export function guardedBefore(
  untold: readonly string[],
  { details }: Inventory,
  services: Pick<SweepServices, 'account' | 'guardArn' | 'clock'>,
): readonly Swept[] {
  const names = new Set(untold);
  const users = details.kind === 'details' ? details.users : [];
  return users
    .filter((user) => names.has(user.userName) && guardsAmong(user, services.guardArn).kind === 'attached')
    .map(({ userName }) => ({
      why: 'password-without-device-in-report',
      outcome: {
        user: { accountId: services.account.id, userName },
        decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
        effect: 'already-so',
        at: services.clock.now(),
      },
    }));
}

/** An attach whose answer was lost may have worked, and without details nobody sees who carries the guard. */
export function stillUntold(
  untold: readonly string[],
  { details }: Inventory,
  { unfinished }: Sweep,
): readonly string[] {
  const unseen = details.kind === 'details' ? [] : untold;
  return [...new Set([...unseen, ...unfinished.map(({ user }) => user.userName)])];
}
