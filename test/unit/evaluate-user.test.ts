import { describe, expect, test } from 'vitest';
import { GuardMissingError, InsufficientDataError, StaleReadError } from '../../shared/domain/errors.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { anAccount } from '../fakes/an-account.ts';
import {
  deviceAdded,
  deviceRemoved,
  passwordSet,
  renamed,
  signedInWithoutMfa,
  virtualDevice,
} from '../fakes/some-events.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

describe('who is guarded', () => {
  test('a user who has got a password and has no device is guarded', async () => {
    const { iam, clock, services, told } = anAccount().withUser('jane.doe', { password: true });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    expect(outcome).toMatchObject({ effect: 'applied', decision: { compliance: 'non-compliant' } });
    expect(iam.isGuarded('jane.doe')).toBe(true);
    expect(told.map(({ kind }) => kind)).toEqual(['user-guarded']);
  });

  test('a user who has a device is left alone', async () => {
    const device = virtualDevice('phone');
    const { iam, clock, services, told } = anAccount().withUser('jane.doe', { password: true, devices: [device] });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    expect(outcome).toMatchObject({ effect: 'already-so', decision: { compliance: 'compliant' } });
    expect(iam.isGuarded('jane.doe')).toBe(false);
    expect(told).toEqual([]);
  });

  test('a user whose last device was removed is guarded', async () => {
    const account = anAccount().withUser('jane.doe', { password: true, devices: [virtualDevice('phone')] });
    account.clock.advance(HOUR);
    account.iam.deactivates('jane.doe', virtualDevice('phone'));

    const event = deviceRemoved('jane.doe', virtualDevice('phone'), { at: account.clock.now() });
    const outcome = await evaluateUser(event, account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('a user who keeps a second device is left alone when one is removed', async () => {
    const devices = [virtualDevice('phone'), virtualDevice('tablet')];
    const account = anAccount().withUser('jane.doe', { password: true, devices });
    account.clock.advance(HOUR);
    account.iam.deactivates('jane.doe', virtualDevice('phone'));

    const event = deviceRemoved('jane.doe', virtualDevice('phone'), { at: account.clock.now() });
    const outcome = await evaluateUser(event, account.services);

    expect(outcome.effect).toBe('already-so');
    expect(account.told).toEqual([]);
  });

  test('a user without a password gets nothing when a device is removed', async () => {
    const account = anAccount().withUser('robot', { devices: [virtualDevice('phone')] });
    account.iam.deactivates('robot', virtualDevice('phone'));

    const event = deviceRemoved('robot', virtualDevice('phone'), { at: account.clock.now() });
    const outcome = await evaluateUser(event, account.services);

    expect(outcome).toMatchObject({ effect: 'already-so', decision: { reasons: [{ code: 'no-password' }] } });
    expect(account.iam.isGuarded('robot')).toBe(false);
  });

  test('a rename is no way round: the new name is evaluated', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.iam.renames('jane.doe', 'janet');

    const outcome = await evaluateUser(renamed('jane.doe', 'janet', { at: account.clock.now() }), account.services);

    expect(outcome).toMatchObject({ effect: 'applied', user: { userName: 'janet' } });
  });

  test('a user who signed in without MFA is guarded, however long the password has been there', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.clock.advance(90 * 24 * HOUR);

    const outcome = await evaluateUser(signedInWithoutMfa('jane.doe', { at: account.clock.now() }), account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('in observe nobody is touched, and it is told what enforce would do', async () => {
    const account = anAccount({ mode: 'observe' }).withUser('jane.doe', { password: true });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    expect(outcome.effect).toBe('would-apply');
    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(account.told.map(({ kind }) => kind)).toEqual(['user-would-be-guarded']);
  });

  test('from event to attached policy there are three reads and the attach, and the rest comes after', async () => {
    const { iam, clock, services } = anAccount().withUser('jane.doe', { password: true });

    await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    expect(iam.calls).toEqual([
      'GetLoginProfile',
      'ListMFADevices',
      'ListAttachedUserPolicies',
      'AttachUserPolicy',
      'GetUser',
    ]);
  });
});

describe('freshness: IAM is eventually consistent', () => {
  test('a password that is seen after five seconds is waited for', async () => {
    const account = anAccount().withUser('jane.doe', {});
    account.iam.setsPassword('jane.doe', { seenAfterMs: 5_000 });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('a password that is not seen yet is thrown for a later attempt, not taken for none', async () => {
    const account = anAccount().withUser('jane.doe', {});
    account.iam.setsPassword('jane.doe', { seenAfterMs: 5 * MINUTE });

    const event = passwordSet('jane.doe', { at: account.clock.now() });

    await expect(evaluateUser(event, account.services)).rejects.toThrow(StaleReadError);
  });

  test('a password that is seen after five minutes is guarded by the third attempt', async () => {
    const account = anAccount().withUser('jane.doe', {});
    account.iam.setsPassword('jane.doe', { seenAfterMs: 5 * MINUTE });
    const event = passwordSet('jane.doe', { at: account.clock.now() });

    account.clock.advance(3 * MINUTE);
    const outcome = await evaluateUser(event, account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('created and deleted again ends as no longer true at the third attempt, and nothing is told', async () => {
    const account = anAccount().withUser('jane.doe', {});
    const event = passwordSet('jane.doe', { at: account.clock.now() });

    account.clock.advance(3 * MINUTE);
    const outcome = await evaluateUser(event, account.services);

    expect(outcome).toMatchObject({
      effect: 'already-so',
      decision: { reasons: [{ code: 'no-password' }, { code: 'no-longer-true', event: 'password-set' }] },
    });
    expect(account.told).toEqual([]);
  });

  test('a removed device that is still listed is waited for', async () => {
    const account = anAccount().withUser('jane.doe', { password: true, devices: [virtualDevice('phone')] });
    account.clock.advance(HOUR);
    account.iam.deactivates('jane.doe', virtualDevice('phone'), { seenAfterMs: 3_000 });

    const event = deviceRemoved('jane.doe', virtualDevice('phone'), { at: account.clock.now() });
    const outcome = await evaluateUser(event, account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('a removed device that was enabled again since is not stale', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const event = deviceRemoved('jane.doe', virtualDevice('phone'), { at: account.clock.now() });
    account.clock.advance(1_000);
    account.iam.enables('jane.doe', virtualDevice('phone'));

    const outcome = await evaluateUser(event, account.services);

    expect(outcome).toMatchObject({ effect: 'already-so', decision: { compliance: 'compliant' } });
  });

  test('an open user is guarded at once, whatever the event said', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });

    const event = deviceAdded('jane.doe', virtualDevice('phone'), { at: account.clock.now() });
    const outcome = await evaluateUser(event, account.services);

    expect(outcome.effect).toBe('applied');
    expect(account.iam.calls.filter((call) => call === 'GetLoginProfile')).toHaveLength(1);
  });

  test('a user who was deleted between the event and a late read needs nothing', async () => {
    const account = anAccount();

    const event = passwordSet('jane.doe', { at: account.clock.now() });
    account.clock.advance(HOUR);
    const outcome = await evaluateUser(event, account.services);

    expect(outcome).toMatchObject({ effect: 'already-so', decision: { compliance: 'not-applicable' } });
    expect(outcome.decision.reasons[0]).toEqual({ code: 'user-gone' });
  });

  test('a user whom a young event names and IAM does not know yet is waited for', async () => {
    const account = anAccount();

    const event = passwordSet('jane.doe', { at: account.clock.now() });

    await expect(evaluateUser(event, account.services)).rejects.toThrow(StaleReadError);
  });
});

describe('freshness of a rename', () => {
  test('a new name without a password is looked at again, since the password may show later', async () => {
    const account = anAccount().withUser('janet', {});
    account.iam.setsPassword('janet', { seenAfterMs: 5_000 });

    const outcome = await evaluateUser(renamed('jane.doe', 'janet', { at: account.clock.now() }), account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('a renamed user without a password is believed by the third attempt', async () => {
    const account = anAccount().withUser('robot-2', {});
    const event = renamed('robot', 'robot-2', { at: account.clock.now() });

    await expect(evaluateUser(event, account.services)).rejects.toThrow(StaleReadError);
    account.clock.advance(3 * MINUTE);
    const outcome = await evaluateUser(event, account.services);

    expect(outcome).toMatchObject({ effect: 'already-so', decision: { reasons: [{ code: 'no-password' }] } });
  });
});

describe('what cannot go on', () => {
  test('devices that could not be read are thrown with their outcome, and nobody is touched', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.iam.refuses('devices');

    const failed = evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    await expect(failed).rejects.toThrow(InsufficientDataError);
    await expect(failed).rejects.toThrow(/devices \(AccessDenied\)/);
    await expect(failed).rejects.toMatchObject({ outcome: { decision: { compliance: 'insufficient-data' } } });
    expect(account.iam.isGuarded('jane.doe')).toBe(false);
  });

  test('a password that could not be read is thrown, not taken for none', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.iam.refuses('console');

    const failed = evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    await expect(failed).rejects.toThrow(/console \(AccessDenied\)/);
  });

  test('an unreadable guard is no obstacle: attaching is idempotent', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.iam.refuses('guard');

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    expect(outcome.effect).toBe('applied');
  });

  test('a guard policy that is gone is told and thrown, not taken for a user who is gone', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.iam.deletesGuardPolicy();

    const failed = evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    await expect(failed).rejects.toThrow(GuardMissingError);
    expect(account.told).toMatchObject([{ kind: 'guard-failed', outcome: { failure: { code: 'guard-missing' } } }]);
  });

  test('a user who goes while the guard is being attached needs nothing', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    const { enforcer } = account.services;
    const services = {
      ...account.services,
      enforcer: {
        ...enforcer,
        attach: (...args: Parameters<typeof enforcer.attach>) => {
          account.iam.deletes('jane.doe');
          return enforcer.attach(...args);
        },
      },
    };

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), services);

    expect(outcome).toMatchObject({ effect: 'already-so', decision: { reasons: [{ code: 'user-gone' }] } });
    expect(account.told).toEqual([]);
  });

  test('a full quota is an outcome that is told, not thrown', async () => {
    const account = anAccount().withUser('jane.doe', { password: true, otherPolicies: 10 });

    const outcome = await evaluateUser(passwordSet('jane.doe', { at: account.clock.now() }), account.services);

    expect(outcome).toMatchObject({ effect: 'failed', failure: { code: 'quota-exceeded', quota: 'PoliciesPerUser' } });
    expect(account.told.map(({ kind }) => kind)).toEqual(['guard-failed']);
  });
});
