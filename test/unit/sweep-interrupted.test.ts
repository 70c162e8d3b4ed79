import { expect, test } from 'vitest';
import { SweepFailedInPartError } from '../../shared/domain/errors.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

const sweep = (services: ReturnType<typeof sweeping>['services']) =>
  runSweep(
    { sweepId: 's-1', scope: 'password-without-device', maxNewGuards: 100, atOnce: 8, heartbeatDays: 7 },
    () => 900_000,
    () => Promise.resolve([]),
    services,
  );

test('who is about to be guarded is remembered before the first attach, which may be the last thing that happens', async () => {
  const account = anAccount().withUser('open-0', { password: true }).withUser('open-1', { password: true });
  const { services, untold } = sweeping(account);
  const seen: (readonly string[])[] = [];
  const enforcer: typeof services.enforcer = {
    ...services.enforcer,
    attach: (user) => {
      seen.push(untold());
      return services.enforcer.attach(user);
    },
  };

  await sweep({ ...services, enforcer });

  expect(seen).toEqual([
    ['open-0', 'open-1'],
    ['open-0', 'open-1'],
  ]);
});

test('who was not told by the first attempt is not forgotten when the second guards others and fails to tell too', async () => {
  const account = anAccount().withUser('first', { password: true });
  const { services, untold } = sweeping(account);
  account.refusesPublishes(2);
  await expect(sweep(services)).rejects.toThrow('publish refused');
  account.withUser('second', { password: true });

  await expect(sweep(services)).rejects.toThrow('publish refused');
  expect(untold().toSorted()).toEqual(['first', 'second']);
  await sweep(services);

  const named = account.told.flatMap((one) =>
    one.kind === 'users-guarded' ? one.users.map(({ outcome }) => outcome.user.userName) : [],
  );
  expect(named.toSorted()).toEqual(['first', 'second']);
});

test('an attach whose answer was lost may have worked: the next attempt tells', async () => {
  const account = anAccount().withUser('open', { password: true });
  const { services } = sweeping(account);
  const enforcer: typeof services.enforcer = {
    ...services.enforcer,
    attach: async (user) => {
      await services.enforcer.attach(user);
      throw new Error('socket hang up');
    },
  };

  await expect(sweep({ ...services, enforcer })).rejects.toThrow(SweepFailedInPartError);
  await sweep(services);

  expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
});

test('who was not told is not forgotten by an attempt that sees nobody’s policies', async () => {
  const account = anAccount().withUser('open', { password: true });
  const first = sweeping(account);
  account.refusesPublishes(1);
  await expect(sweep(first.services)).rejects.toThrow('publish refused');
  account.iam.enables('open', 'GAHT1');
  const { inventory } = first.services;
  const blind = { ...inventory, details: () => Promise.resolve({ kind: 'unknown', why: 'AccessDenied' } as const) };

  await sweep({ ...first.services, inventory: blind });

  expect(first.untold()).toEqual(['open']);
});
