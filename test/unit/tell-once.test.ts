import { describe, expect, test } from 'vitest';
import type { Channel } from '../../shared/domain/channel.ts';
import { NotToldError } from '../../shared/domain/not-told-error.ts';
import { alertOnRoot } from '../../shared/workflow/alert-on-root.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { anAccount } from '../fakes/an-account.ts';
import { deviceAdded, passwordSet, rootSignedIn, signedInWithoutMfa, virtualDevice } from '../fakes/some-events.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('a user is told once', () => {
  test('a second delivery of the same event says nothing', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const event = passwordSet('jane.doe', { at: account.clock.now() });

    await evaluateUser(event, account.services);
    account.clock.advance(10 * MINUTE);
    await evaluateUser(event, account.services);

    expect(account.told).toHaveLength(1);
  });

  test('twenty deliveries at once say it once', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const event = passwordSet('jane.doe', { at: account.clock.now() });

    await Promise.all(Array.from({ length: 20 }, () => evaluateUser(event, account.services)));

    expect(account.told).toHaveLength(1);
  });

  test('two events of one moment that both found no guard tell one story', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const at = account.clock.now();

    await Promise.all([
      evaluateUser(passwordSet('jane.doe', { at, eventId: 'e-1' }), account.services),
      evaluateUser(signedInWithoutMfa('jane.doe', { at, eventId: 'e-2' }), account.services),
    ]);

    expect(account.told).toHaveLength(1);
  });

  test('a publish that was refused is made good by the retry, without a second attach', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const event = passwordSet('jane.doe', { at: account.clock.now() });
    account.refusesPublishes(1);

    await expect(evaluateUser(event, account.services)).rejects.toThrow('publish refused');
    account.clock.advance(MINUTE);
    await evaluateUser(event, account.services);

    expect(account.told).toHaveLength(1);
    expect(account.iam.calls.filter((call) => call === 'AttachUserPolicy')).toHaveLength(1);
  });

  test('a user found guarded of whom nobody was told is told', async () => {
    const account = anAccount().withUser('jane.doe', { password: true, guarded: true });

    await evaluateUser(signedInWithoutMfa('jane.doe', { at: account.clock.now() }), account.services);

    expect(account.told).toMatchObject([{ kind: 'user-guarded', outcome: { effect: 'already-so' } }]);
  });

  test('a guarded user who signs in again and again is not told again', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    await evaluateUser(passwordSet('jane.doe', { at: account.clock.now(), eventId: 'e-0' }), account.services);

    for (const eventId of ['e-1', 'e-2', 'e-3']) {
      account.clock.advance(DAY);
      await evaluateUser(signedInWithoutMfa('jane.doe', { at: account.clock.now(), eventId }), account.services);
    }

    expect(account.told).toHaveLength(1);
  });

  test('a user who has to be guarded anew is told anew', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    await evaluateUser(passwordSet('jane.doe', { at: account.clock.now(), eventId: 'e-1' }), account.services);

    account.clock.advance(DAY);
    account.iam.detachesGuard('jane.doe');
    await evaluateUser(signedInWithoutMfa('jane.doe', { at: account.clock.now(), eventId: 'e-2' }), account.services);

    expect(account.told).toHaveLength(2);
  });

  test('in observe a user who signs in each hour is told once a day', async () => {
    const account = anAccount({ mode: 'observe' }).withUser('jane.doe', { password: true });

    for (let hour = 0; hour < 30; hour += 1) {
      const event = signedInWithoutMfa('jane.doe', { at: account.clock.now(), eventId: `e-${hour}` });
      await evaluateUser(event, account.services);
      account.clock.advance(60 * MINUTE);
    }

    expect(account.told).toHaveLength(2);
  });

  test('a device that was added is told, each one', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    for (const name of ['phone', 'tablet']) {
      account.iam.enables('jane.doe', virtualDevice(name));
      const event = deviceAdded('jane.doe', virtualDevice(name), { at: account.clock.now(), eventId: name });
      await evaluateUser(event, account.services);
    }

    expect(account.told.map(({ kind }) => kind)).toEqual(['device-added', 'device-added']);
  });

  test('a device that was added and is gone again is not told', async () => {
    const account = anAccount().withUser('jane.doe', { password: true, devices: [virtualDevice('tablet')] });
    const event = deviceAdded('jane.doe', virtualDevice('phone'), { at: account.clock.now() });

    account.clock.advance(60 * MINUTE);
    await evaluateUser(event, account.services);

    expect(account.told).toEqual([]);
  });

  test('a table out of reach never silences', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.losesTable();

    await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    expect(account.told).toHaveLength(1);
    expect(account.warnings).toHaveLength(2);
  });
});

describe('a story that some channels have told', () => {
  test('is told by the others alone when the retry comes', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const event = passwordSet('jane.doe', { at: account.clock.now() });
    const attempts: (readonly string[] | undefined)[] = [];
    const publish = (_: unknown, already?: readonly Channel[]) => {
      attempts.push(already);
      const told: readonly Channel[] = attempts.length === 1 ? ['owners'] : ['security'];
      const failures = [{ channel: 'bus', error: new Error('down') }] as const;
      return attempts.length < 3 ? Promise.reject(new NotToldError(told, failures)) : Promise.resolve();
    };
    const services = { ...account.services, notices: { publish } };

    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(evaluateUser(event, services)).rejects.toThrow('Could not tell by bus');
      account.clock.advance(MINUTE);
    }
    await evaluateUser(event, services);
    account.clock.advance(MINUTE);
    await evaluateUser(event, services);

    expect(attempts).toEqual([[], ['owners'], ['owners', 'security']]);
  });
});

describe('root is told', () => {
  test('each different sign-in, and each once', async () => {
    const account = anAccount();
    const first = rootSignedIn({ at: account.clock.now(), eventId: 'e-1' });
    const second = rootSignedIn({ at: account.clock.now(), eventId: 'e-2' });

    for (const event of [first, second, first]) await alertOnRoot(event, account.services);

    expect(account.told).toMatchObject([{ happened: { eventId: 'e-1' } }, { happened: { eventId: 'e-2' } }]);
  });

  test('a publish that was refused is thrown, and told by the retry', async () => {
    const account = anAccount();
    const event = rootSignedIn({ at: account.clock.now() });
    account.refusesPublishes(1);

    await expect(alertOnRoot(event, account.services)).rejects.toThrow('publish refused');
    account.clock.advance(MINUTE);
    await alertOnRoot(event, account.services);

    expect(account.told).toHaveLength(1);
  });
});
