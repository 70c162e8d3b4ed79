import { expect, test } from 'vitest';
import { RECONCILED, reconcileEvents } from '../../shared/workflow/reconcile-events.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceAdded, passwordSet, virtualDevice } from '../fakes/some-events.ts';

const MINUTE = 60_000;

test('an event that was lost is told once, however many windows see it', async () => {
  const account = anAccount().withUser('jane.doe', { password: true });
  const { services, happens } = sweeping(account);
  happens(passwordSet('jane.doe', { at: account.clock.now() }));

  for (let window = 0; window < 3; window += 1) {
    account.clock.advance(15 * MINUTE);
    // Somebody takes the guard off again and again: the event that was lost is still the same one.
    account.iam.detachesGuard('jane.doe');
    await reconcileEvents(() => 300_000, 8, services);
  }

  expect(account.told.filter(({ kind }) => kind === 'events-lost')).toHaveLength(1);
});

test('a user is evaluated with the latest event: an old one beside a new one is not lost', async () => {
  const account = anAccount().withUser('jane.doe', { password: true });
  const { services, happens } = sweeping(account);
  const old = account.clock.now();
  account.clock.advance(30 * MINUTE);
  happens(passwordSet('jane.doe', { at: account.clock.now(), eventId: 'new' }));
  happens(passwordSet('jane.doe', { at: old, eventId: 'old' }));
  account.clock.advance(8 * MINUTE);

  expect(await reconcileEvents(() => 300_000, 8, services)).toMatchObject({ evaluated: 1, lost: [] });
});

test('what root did to users that leaves nobody open is not for here', async () => {
  const account = anAccount().withUser('jane.doe', { password: true, devices: [virtualDevice('phone')] });
  const { services, happens } = sweeping(account);
  happens(deviceAdded('jane.doe', virtualDevice('phone'), { at: account.clock.now() }));
  account.clock.advance(20 * MINUTE);

  expect(await reconcileEvents(() => 300_000, 8, services)).toMatchObject({ evaluated: 0 });
  expect(account.told).toEqual([]);
});

test('in observe, where nobody is guarded, nothing that the rules got is lost', async () => {
  const account = anAccount({ mode: 'observe' }).withUser('jane.doe', { password: true });
  const { services, happens } = sweeping(account);
  happens(passwordSet('jane.doe', { at: account.clock.now() }));
  account.clock.advance(20 * MINUTE);

  expect(await reconcileEvents(() => 300_000, 8, services)).toMatchObject({ evaluated: 1, attached: 0, lost: [] });
  expect(account.told.map(({ kind }) => kind)).toEqual(['user-would-be-guarded']);
});

test('without time nobody is begun with, and that is a failure with a name', async () => {
  const account = anAccount().withUser('jane.doe', { password: true });
  const { services, happens } = sweeping(account);
  happens(passwordSet('jane.doe', { at: account.clock.now() }));
  account.clock.advance(20 * MINUTE);

  await expect(reconcileEvents(() => 10_000, 8, services)).rejects.toThrow('1 users: no time left');
  expect(account.iam.calls).toEqual([]);
});

test('history is asked for root as well', () => {
  expect(RECONCILED).toContainEqual(['Username', 'root']);
});
