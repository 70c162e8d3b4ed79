import { expect, test } from 'vitest';
import { reconcileEvents } from '../../shared/workflow/reconcile-events.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceAdded, deviceRemoved, passwordSet, renamed, rootSignedIn, virtualDevice } from '../fakes/some-events.ts';

const MINUTE = 60_000;
const plenty = () => 300_000;

/** An account in which something happened so many minutes ago. */
function ago(minutes: number, account = anAccount()) {
  const sweep = sweeping(account);
  const at = account.clock.now();
  account.clock.advance(minutes * MINUTE);
  return { account, sweep, at, reconcile: () => reconcileEvents(plenty, 8, sweep.services) };
}

test('a password whose event never came is guarded, counted as lost and told', async () => {
  const { account, sweep, at, reconcile } = ago(20, anAccount().withUser('jane.doe', { password: true }));
  sweep.happens(passwordSet('jane.doe', { at }));

  const { evaluated, lost } = await reconcile();

  expect(account.iam.isGuarded('jane.doe')).toBe(true);
  expect({ evaluated, lost: lost.length }).toEqual({ evaluated: 1, lost: 1 });
  expect(account.told.map(({ kind }) => kind)).toEqual(['user-guarded', 'events-lost']);
});

test('that no trail brings events is told with the event that was lost', async () => {
  const { account, sweep, at, reconcile } = ago(20, anAccount().withUser('jane.doe', { password: true }));
  sweep.happens(passwordSet('jane.doe', { at }));
  sweep.stopsTrail();

  await reconcile();

  expect(account.told).toContainEqual(
    expect.objectContaining({ kind: 'events-lost', trail: { kind: 'missing', why: 'there is no trail' } }),
  );
});

test('an event that the rules have just got is not lost', async () => {
  const { account, sweep, at, reconcile } = ago(
    20,
    anAccount().withUser('jane.doe', { password: true, guarded: true }),
  );
  sweep.happens(passwordSet('jane.doe', { at }));

  const { lost } = await reconcile();

  expect(lost).toEqual([]);
  expect(account.told.map(({ kind }) => kind)).toEqual(['user-guarded']);
});

test('an attach within ten minutes is late, not lost', async () => {
  const { sweep, at, reconcile } = ago(8, anAccount().withUser('jane.doe', { password: true }));
  sweep.happens(passwordSet('jane.doe', { at }));

  const { evaluated, lost } = await reconcile();

  expect({ evaluated, lost: lost.length }).toEqual({ evaluated: 1, lost: 0 });
});

test('an event that is younger than IAM settles is left to the rules and the next window', async () => {
  const { account, sweep, at, reconcile } = ago(2, anAccount().withUser('jane.doe', { password: true }));
  sweep.happens(passwordSet('jane.doe', { at }));

  expect(await reconcile()).toMatchObject({ evaluated: 0 });
  expect(account.iam.calls).toEqual([]);
});

test('who is fine costs the three reads and no message', async () => {
  const account = anAccount().withUser('jane.doe', { password: true, devices: [virtualDevice('phone')] });
  const { sweep, at, reconcile } = ago(20, account);
  sweep.happens(passwordSet('jane.doe', { at }));

  await reconcile();

  expect(account.iam.calls).toEqual(['GetLoginProfile', 'ListMFADevices', 'ListAttachedUserPolicies']);
  expect(account.told).toEqual([]);
});

test('a user of many events is evaluated once', async () => {
  const { sweep, at, reconcile } = ago(20, anAccount().withUser('jane.doe', { password: true }));
  for (const eventId of ['e-1', 'e-2', 'e-3']) sweep.happens(passwordSet('jane.doe', { at, eventId }));
  sweep.happens(deviceRemoved('jane.doe', 'GAHT1', { at, eventId: 'e-4' }));

  expect(await reconcile()).toMatchObject({ evaluated: 1 });
});

test.each([
  ['enforce', 'guard-failed'],
  ['observe', 'user-would-be-guarded'],
] as const)('the same window four times in %s tells a user at the quota once', async (mode, kind) => {
  const account = anAccount({ mode }).withUser('full', { password: true, otherPolicies: 10 });
  const { sweep, at, reconcile } = ago(8, account);
  sweep.happens(passwordSet('full', { at }));

  for (let window = 0; window < 4; window += 1) {
    await reconcile();
    account.clock.advance(15 * MINUTE);
  }

  expect(account.told.filter((one) => one.kind === kind)).toHaveLength(1);
});

test('a rename that no rule brought is evaluated under the new name', async () => {
  const { account, sweep, at, reconcile } = ago(20, anAccount().withUser('new', { password: true }));
  sweep.happens(renamed('old', 'new', { at }));

  await reconcile();

  expect(account.iam.isGuarded('new')).toBe(true);
});

test('a root sign-in that no rule brought is told once, however many windows see it', async () => {
  const { account, sweep, at, reconcile } = ago(10);
  sweep.happens(rootSignedIn({ at }));

  for (let window = 0; window < 4; window += 1) await reconcile();

  expect(account.told.map(({ kind }) => kind)).toEqual(['root-alert']);
});

test('one user who cannot be read never stops the others, and is thrown by name', async () => {
  const account = anAccount().withUser('bad', { password: true }).withUser('good', { password: true });
  const { sweep, at } = ago(20, account);
  for (const name of ['bad', 'good']) sweep.happens(passwordSet(name, { at, eventId: name }));
  const { postures } = sweep.services;
  const services: typeof sweep.services = {
    ...sweep.services,
    postures: {
      ...postures,
      read: async (user) => {
        const posture = await postures.read(user);
        if (user.userName !== 'bad' || posture.kind === 'gone') return posture;
        return { ...posture, console: { kind: 'unknown', why: 'Throttling' } };
      },
    },
  };

  await expect(reconcileEvents(plenty, 8, services)).rejects.toThrow(
    /^Could not be reconciled: bad: InsufficientDataError/,
  );
  expect(account.iam.isGuarded('good')).toBe(true);
  expect(account.iam.isGuarded('bad')).toBe(false);
});

test('a history that could not be read in full is thrown, since nobody else would notice', async () => {
  const { sweep, reconcile } = ago(20);
  sweep.losesHistory();

  await expect(reconcile()).rejects.toThrow('the event history: not read in full');
});

test('an enrolment that no rule brought changes the guard in two phases, and is not even looked for in one', async () => {
  const asked: string[][] = [];
  for (const phases of ['one', 'two'] as const) {
    const account = anAccount({ rules: { phases } }).withUser('jane.doe', { password: true, guarded: true });
    account.iam.enables('jane.doe', 'GAHT1');
    const { sweep, at } = ago(20, account);
    sweep.happens(deviceAdded('jane.doe', 'GAHT1', { at }));
    const { history } = sweep.services;
    const between: typeof history.between = (from, until, attributes) => {
      asked.push(attributes.map(([, name]) => name));
      return history.between(from, until, attributes);
    };

    await reconcileEvents(plenty, 8, { ...sweep.services, history: { between } });

    const kind = phases === 'two' ? 'enrolled' : 'guard';
    expect(account.iam.guardsOf('jane.doe')).toEqual([{ kind, by: 'managed' }]);
  }
  expect(asked.map((names) => names.includes('EnableMFADevice'))).toEqual([false, true]);
});
