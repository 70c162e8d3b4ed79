import type { SweepServices } from '../../shared/workflow/ports.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from './an-account.ts';
import { sweeping } from './in-memory-sweep.ts';

const A_DAY_MS = 86_400_000;

/** An account that is swept daily, with a fresh report each day, and what was told of each user by reminders. */
export function reminding(
  users: readonly string[],
  {
    mode,
    owners,
    reminderDays = [1, 3, 7],
  }: { mode?: 'observe' | 'enforce'; owners?: Readonly<Record<string, string>>; reminderDays?: readonly number[] } = {},
) {
  const account = anAccount(mode === undefined ? {} : { mode });
  for (const name of users) account.withUser(name, { password: true });
  const sweep = sweeping(account, owners);
  let sweeps = 0;

  const sweepNow = (services: SweepServices = sweep.services, sweepId = `s-${(sweeps += 1)}`) => {
    sweep.reports();
    const rules = { scope: 'password-without-device', maxNewGuards: 1_000, atOnce: 3, heartbeatDays: 0 } as const;
    return runSweep(
      { ...rules, sweepId, reminderDays },
      () => 900_000,
      () => Promise.resolve([]),
      services,
    );
  };
  return {
    account,
    sweep,
    sweepNow,
    /** So many daily sweeps, each a day after the one before. */
    days: async (count: number) => {
      for (let day = 0; day < count; day += 1) {
        account.clock.advance(A_DAY_MS);
        await sweepNow();
      }
    },
    /** `name@day` for a reminder, `name!` for the word to security, in the order in which they were told. */
    told: () =>
      account.told.flatMap((one) => {
        if (one.kind === 'users-reminded') {
          return one.users.map(({ user, toldAt }) => `${user.userName}@${daysBetween(toldAt, one.at)}`);
        }
        return one.kind === 'users-overdue' ? one.users.map(({ user }) => `${user.userName}!`) : [];
      }),
  };
}

const daysBetween = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / A_DAY_MS);
