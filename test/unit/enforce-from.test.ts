import { IAMClient, AttachUserPolicyCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { SweepFailedInPartError, TooManyNewGuardsError } from '../../shared/domain/errors.ts';
import { enforcerOf } from '../../shared/runtime/enforcer-of.ts';
import { readEvaluationSettings, SettingsError } from '../../shared/runtime/settings.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep, type SweepRequest } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';
import { deviceRemoved, passwordSet, virtualDevice } from '../fakes/some-events.ts';

const FROM = new Date('2026-12-01T08:00:00Z');
const A_DAY_MS = 86_400_000;
const TO_THE_DATE_MS = FROM.getTime() - Date.parse('2026-11-24T12:00:00Z');
const plenty = () => 900_000;
const noFindings = () => Promise.resolve([]);
const request = (change: Partial<SweepRequest> = {}): SweepRequest => ({
  sweepId: 's-1',
  scope: 'password-without-device',
  maxNewGuards: 3,
  atOnce: 8,
  heartbeatDays: 0,
  reminderDays: [],
  ...change,
});

function withOpenUsers(count: number, from = FROM) {
  const account = anAccount({ from });
  for (let n = 0; n < count; n += 1) account.withUser(`open-${n}`, { password: true });
  const bulk = sweeping(account);
  const sweep = (change: Partial<SweepRequest>, at = bulk.services) =>
    runSweep(request(change), plenty, noFindings, at);
  const isOpen = () => account.iam.all().filter(({ guarded }) => !guarded).length;
  return { ...account, bulk, sweep, isOpen };
}

describe('an event', () => {
  test('before the date changes nothing, and is told with the date', async () => {
    const { iam, clock, services, told } = anAccount({ from: FROM }).withUser('jane.doe', { password: true });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    expect(outcome).toMatchObject({ effect: 'would-apply', from: FROM });
    expect(iam.isGuarded('jane.doe')).toBe(false);
    expect(told).toMatchObject([{ kind: 'user-would-be-guarded', outcome: { from: FROM } }]);
  });

  test('on the day after is not told again, as it would be in observe', async () => {
    const { clock, services, told } = anAccount({ from: FROM }).withUser('jane.doe', { password: true });

    await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);
    clock.advance(2 * A_DAY_MS);
    await evaluateUser(passwordSet('jane.doe', { at: clock.now(), eventId: 'e-2' }), services);

    expect(told).toHaveLength(1);
  });

  test('after the date guards, by services that were built before it', async () => {
    const { iam, clock, services, told } = anAccount({ from: FROM }).withUser('jane.doe', { password: true });
    await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    clock.advance(TO_THE_DATE_MS);
    await evaluateUser(passwordSet('jane.doe', { at: clock.now(), eventId: 'e-2' }), services);

    expect(iam.isGuarded('jane.doe')).toBe(true);
    expect(told.map(({ kind }) => kind)).toEqual(['user-would-be-guarded', 'user-guarded']);
  });

  test('before the date takes the enrolled guard off whoever could not enrol under it, and says so', async () => {
    const account = anAccount({ from: FROM, rules: { phases: 'two' } });
    account.withUser('jane.doe', { password: true, guards: [{ kind: 'enrolled', by: 'managed' }] });
    account.withUser('john.roe', { password: true, guards: [{ kind: 'enrolled', by: 'inline' }] });

    for (const name of ['jane.doe', 'john.roe']) {
      const removed = deviceRemoved(name, virtualDevice('phone'), { at: account.clock.now() });
      const outcome = await evaluateUser(removed, account.services);
      expect(outcome).toMatchObject({ effect: 'would-apply', from: FROM, unlocked: true });
      expect(account.iam.guardsOf(name)).toEqual([]);
    }
  });

  test('before the date leaves every other guard where it is', async () => {
    const guards = [{ kind: 'keys-allowed', by: 'managed' }] as const;
    const account = anAccount({ from: FROM }).withUser('jane.doe', { password: true, guards });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    expect(outcome.effect).toBe('already-so');
    expect(account.iam.guardsOf('jane.doe')).toEqual(guards);
  });
});

describe('a sweep', () => {
  test('before the date tells each owner once, and security each new number', async () => {
    const { sweep, told, withUser, bulk } = withOpenUsers(5);

    await sweep({ sweepId: 's-1' });
    await sweep({ sweepId: 's-2' });
    withUser('one-more', { password: true });
    bulk.reports();
    await sweep({ sweepId: 's-3' });

    const owners = told.flatMap((one) => (one.kind === 'users-guarded' ? [one.users.length] : []));
    const digests = told.flatMap((one) => (one.kind === 'sweep-digest' ? [one.result.announced] : []));
    expect(owners).toEqual([5, 1]);
    expect(digests).toEqual([
      { users: 5, from: FROM },
      { users: 6, from: FROM },
    ]);
  });

  test('tells an owner anew who was told of another date', async () => {
    const { sweep, told, bulk } = withOpenUsers(1);
    await sweep({ sweepId: 's-1' });

    const later = withOpenUsers(1, new Date(FROM.getTime() + A_DAY_MS));
    await sweep({ sweepId: 's-2' }, { ...bulk.services, enforcer: later.services.enforcer });

    expect(told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(2);
  });

  test('after the date lets through as many as were announced, once', async () => {
    const { sweep, clock, isOpen, bulk, withUser } = withOpenUsers(5);
    await sweep({ sweepId: 's-1' });
    clock.advance(TO_THE_DATE_MS);

    expect(await sweep({ sweepId: 's-2' })).toMatchObject({ kind: 'complete' });

    expect(isOpen()).toBe(0);
    expect(bulk.announced()).toBeUndefined();
    for (const name of ['a', 'b', 'c', 'd']) withUser(name, { password: true });
    bulk.reports();
    await expect(sweep({ sweepId: 's-3' })).rejects.toThrow(TooManyNewGuardsError);
    expect(isOpen()).toBe(4);
  });

  test('after the date holds everybody back where they are more than were announced', async () => {
    const { sweep, clock, isOpen, bulk, withUser } = withOpenUsers(5);
    await sweep({ sweepId: 's-1' });
    clock.advance(TO_THE_DATE_MS);
    withUser('a-surprise', { password: true });
    bulk.reports();

    await expect(sweep({ sweepId: 's-2' })).rejects.toThrow(TooManyNewGuardsError);

    expect(isOpen()).toBe(6);
    expect(bulk.announced()).toEqual({ users: 5, from: FROM });
  });

  test('that names a number is held by that number, whatever was announced', async () => {
    const { sweep, clock, isOpen } = withOpenUsers(5);
    await sweep({ sweepId: 's-1' });
    clock.advance(TO_THE_DATE_MS);

    await expect(sweep({ sweepId: 's-2', maxNewGuards: 4, named: true })).rejects.toThrow(TooManyNewGuardsError);

    expect(isOpen()).toBe(5);
  });

  test('without an announcement is held by MaxNewGuards', async () => {
    const { sweep, clock } = withOpenUsers(5);
    clock.advance(TO_THE_DATE_MS);

    await expect(sweep({})).rejects.toThrow(TooManyNewGuardsError);
  });

  test('that began before the date guards nobody after it, since no fuse has counted them', async () => {
    const { sweep, clock, isOpen, bulk } = withOpenUsers(5);
    const postures: typeof bulk.services.postures = {
      ...bulk.services.postures,
      read: (user, known) => {
        clock.advance(TO_THE_DATE_MS);
        return bulk.services.postures.read(user, known);
      },
    };

    const result = await sweep({}, { ...bulk.services, postures });

    expect(result).toMatchObject({ kind: 'complete', announced: { users: 5 } });
    expect(isOpen()).toBe(5);
  });

  test('that could not finish with somebody keeps the number for its next attempt', async () => {
    const { sweep, clock, isOpen, bulk } = withOpenUsers(5);
    await sweep({ sweepId: 's-1' });
    clock.advance(TO_THE_DATE_MS);
    const enforcer = { ...bulk.services.enforcer, attach: () => Promise.reject(new Error('throttled')) };

    await expect(sweep({ sweepId: 's-2' }, { ...bulk.services, enforcer })).rejects.toThrow(SweepFailedInPartError);
    await sweep({ sweepId: 's-2' });

    expect(isOpen()).toBe(0);
  });
});

describe('the settings', () => {
  const settings = readEvaluationSettings({ ...ENVIRONMENT, MODE: 'enforce', ENFORCE_FROM: '2026-12-01T08:00:00Z' });
  const user = { accountId: '111111111111', userName: 'jane.doe' };

  test('make an enforcer that asks the clock at each use', async () => {
    const iam = mockClient(IAMClient);
    iam.on(AttachUserPolicyCommand).resolves({});
    const clock = simulatedClock();
    const enforcer = enforcerOf(settings, new IAMClient({}), clock);

    expect([enforcer.mode, enforcer.waitsUntil]).toEqual(['observe', FROM]);
    expect(await enforcer.attach(user, { kind: 'guard', by: 'managed' })).toEqual({ kind: 'would', from: FROM });
    clock.advance(TO_THE_DATE_MS);
    expect([enforcer.mode, enforcer.waitsUntil]).toEqual(['enforce', undefined]);
    expect(await enforcer.attach(user, { kind: 'guard', by: 'managed' })).toEqual({ kind: 'attached' });
    expect(iam.commandCalls(AttachUserPolicyCommand)).toHaveLength(1);
  });

  test.each(['soon', '2026-12-01', '2026-13-01T08:00:00Z'])('refuse %j as a moment', (ENFORCE_FROM) => {
    expect(() => readEvaluationSettings({ ...ENVIRONMENT, ENFORCE_FROM })).toThrow(SettingsError);
  });
});
