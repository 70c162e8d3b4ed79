import { expect, test } from 'vitest';
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
