import { describe, expect, test } from 'vitest';
import { ownerLabel } from '../../shared/domain/owner.ts';
import {
  SweepBlindError,
  SweepFailedInPartError,
  SweepIncompleteError,
  TooManyNewGuardsError,
} from '../../shared/domain/errors.ts';
import { runSweep, type SweepRequest } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceRemoved, passwordSet, renamed, virtualDevice } from '../fakes/some-events.ts';

const HOUR = 3_600_000;
const plenty = () => 900_000;
const noFindings = () => Promise.resolve([]);
const request = (change: Partial<SweepRequest> = {}): SweepRequest => ({
  sweepId: 's-1',
  scope: 'password-without-device',
  maxNewGuards: 100,
  atOnce: 8,
  heartbeatDays: 7,
  reminderDays: [],
  ...change,
});

/** Any number of users: `open-0`, `open-1`, … with a password and no device. */
function withOpenUsers(count: number, mode: 'observe' | 'enforce' = 'enforce') {
  const account = anAccount({ mode });
  for (let n = 0; n < count; n += 1) account.withUser(`open-${n}`, { password: true });
  return account;
}

describe('a sweep with a fresh report', () => {
  test('guards whoever has a password and no device, and nobody else', async () => {
    const account = withOpenUsers(3)
      .withUser('enrolled', { password: true, devices: [virtualDevice('phone')] })
      .withUser('robot', {});
    const { services } = sweeping(account);

    const result = await runSweep(request(), plenty, noFindings, services);

    expect(result).toMatchObject({ kind: 'complete', users: 5, suspects: 3 });
    expect(account.iam.all().map(({ name, guarded }) => [name, guarded])).toEqual([
      ['open-0', true],
      ['open-1', true],
      ['open-2', true],
      ['enrolled', false],
      ['robot', false],
    ]);
  });

  test('costs two reads and an attach a suspect, and nothing for all others', async () => {
    const account = withOpenUsers(2).withUser('enrolled', { password: true, devices: ['GAHT1'] });
    const { services } = sweeping(account);

    await runSweep(request(), plenty, noFindings, services);

    expect(account.iam.calls.toSorted()).toEqual([
      'AttachUserPolicy',
      'AttachUserPolicy',
      'GetLoginProfile',
      'GetLoginProfile',
      'ListMFADevices',
      'ListMFADevices',
    ]);
  });

  test('done again costs no live call: what is done is done', async () => {
    const account = withOpenUsers(3);
    const { services } = sweeping(account);
    await runSweep(request(), plenty, noFindings, services);
    account.iam.calls.length = 0;

    await runSweep(request({ sweepId: 's-2' }), plenty, noFindings, services);

    expect(account.iam.calls).toEqual([]);
  });

  test('with every password in scope guards those with a device too', async () => {
    const account = withOpenUsers(1)
      .withUser('enrolled', { password: true, devices: ['GAHT1'] })
      .withUser('robot', {});
    const { services } = sweeping(account);

    await runSweep(request({ scope: 'every-password' }), plenty, noFindings, services);

    expect(account.iam.all().map(({ guarded }) => guarded)).toEqual([true, true, false]);
  });
});

describe('a report an hour old', () => {
  async function swept(change: (account: ReturnType<typeof anAccount>, sweep: ReturnType<typeof sweeping>) => void) {
    const account = anAccount()
      .withUser('enrolled', { password: true, devices: [virtualDevice('phone')] })
      .withUser('passkey', { password: true, devices: ['arn:aws:iam::111111111111:u2f/user/passkey/k'] })
      .withUser('robot', {})
      .withUser('open', { password: true });
    const sweep = sweeping(account);
    sweep.reports();
    account.clock.advance(HOUR);
    change(account, sweep);
    await runSweep(request(), plenty, noFindings, sweep.services);
    return account.iam.all().flatMap(({ name, guarded }) => (guarded ? [name] : []));
  }
  const now = (account: ReturnType<typeof anAccount>) => ({ at: account.clock.now() });

  test('nothing changed: the open one is guarded', async () => {
    expect(await swept(() => undefined)).toEqual(['open']);
  });

  test('a password was added since: nobody is missed', async () => {
    const guarded = await swept((account, sweep) => {
      account.iam.setsPassword('robot');
      sweep.happens(passwordSet('robot', now(account)));
    });

    expect(guarded).toEqual(['robot', 'open']);
  });

  test('a passkey was removed since: nobody is missed', async () => {
    const serial = 'arn:aws:iam::111111111111:u2f/user/passkey/k';
    const guarded = await swept((account, sweep) => {
      account.iam.deactivates('passkey', serial);
      sweep.happens(deviceRemoved('passkey', serial, now(account)));
    });

    expect(guarded).toEqual(['passkey', 'open']);
  });

  test('a device was added since: nobody is guarded wrongly', async () => {
    const guarded = await swept((account) => {
      account.iam.enables('open', virtualDevice('new'));
    });

    expect(guarded).toEqual([]);
  });

  test('a user was deleted, one created, one renamed since', async () => {
    const guarded = await swept((account, sweep) => {
      account.iam.deletes('open');
      account.withUser('created', { password: true });
      account.iam.renames('robot', 'renamed');
      account.iam.setsPassword('renamed');
      sweep.happens(renamed('robot', 'renamed', now(account)));
    });

    expect(guarded.toSorted()).toEqual(['created', 'renamed']);
  });

  test('without event history more is read, and nobody is missed', async () => {
    const guarded = await swept((account, sweep) => {
      account.iam.setsPassword('robot');
      account.iam.deactivates('passkey', 'arn:aws:iam::111111111111:u2f/user/passkey/k');
      account.iam.deactivates('enrolled', virtualDevice('phone'));
      sweep.losesHistory();
    });

    expect(guarded).toEqual(['enrolled', 'passkey', 'robot', 'open']);
  });

  test.each(['report', 'details', 'virtualDevices', 'summary'] as const)(
    'without %s nobody who was open is missed',
    async (part) => {
      const guarded = await swept((_account, sweep) => sweep.refuses(part));

      expect(guarded).toContain('open');
    },
  );
});

describe('a sweep that cannot see', () => {
  test('without report and details fails, and does not end as complete', async () => {
    const sweep = sweeping(withOpenUsers(1));
    sweep.refuses('report');
    sweep.refuses('details');

    await expect(runSweep(request(), plenty, noFindings, sweep.services)).rejects.toThrow(SweepBlindError);
  });

  test('without details and history may miss new users, so it is failed in part', async () => {
    const sweep = sweeping(withOpenUsers(1));
    sweep.refuses('details');
    sweep.losesHistory();

    expect(await runSweep(request(), plenty, noFindings, sweep.services)).toMatchObject({ kind: 'in-part' });
  });
});

describe('one bad user never stops the others', () => {
  test('a full quota is an outcome, and the sweep is failed in part', async () => {
    const account = withOpenUsers(2).withUser('full', { password: true, otherPolicies: 10 });
    const { services } = sweeping(account);

    const result = await runSweep(request(), plenty, noFindings, services);

    expect(result).toMatchObject({ kind: 'in-part' });
    expect(account.iam.isGuarded('open-1')).toBe(true);
    expect(account.told.find(({ kind }) => kind === 'sweep-digest')).toMatchObject({ result: { kind: 'in-part' } });
  });

  test('whoever could not be read is named, thrown for a retry, and the others are done', async () => {
    const account = withOpenUsers(3);
    const { services } = sweeping(account);
    const read = services.postures.read.bind(services.postures);
    const postures: typeof services.postures = {
      ...services.postures,
      read: async (user, known) => {
        const posture = await read(user, known);
        if (user.userName !== 'open-1' || posture.kind === 'gone') return posture;
        return { ...posture, devices: { kind: 'unknown', why: 'Throttling' } };
      },
    };

    const failed = runSweep(request(), plenty, noFindings, { ...services, postures });

    await expect(failed).rejects.toThrow(SweepFailedInPartError);
    await expect(failed).rejects.toThrow(/open-1 \(InsufficientDataError\)/);
    expect(account.iam.all().map(({ guarded }) => guarded)).toEqual([true, false, true]);
    expect(account.told.find(({ kind }) => kind === 'sweep-digest')).toMatchObject({
      result: { unfinished: [{ user: { userName: 'open-1' } }] },
    });
  });

  test('an attach that is refused is named, and the others are done', async () => {
    const account = withOpenUsers(3);
    const { services } = sweeping(account);
    const enforcer: typeof services.enforcer = {
      ...services.enforcer,
      attach: (user, guard) =>
        user.userName === 'open-0' ? Promise.reject(new Error('refused')) : services.enforcer.attach(user, guard),
    };

    await expect(runSweep(request(), plenty, noFindings, { ...services, enforcer })).rejects.toThrow(/open-0/);
    expect(account.iam.all().map(({ guarded }) => guarded)).toEqual([false, true, true]);
  });
});

describe('the fuse', () => {
  test('more users than expected: none is guarded, all are named, and the sweep fails', async () => {
    const account = withOpenUsers(5);
    const { services } = sweeping(account);

    await expect(runSweep(request({ maxNewGuards: 4 }), plenty, noFindings, services)).rejects.toThrow(
      TooManyNewGuardsError,
    );

    expect(account.iam.all().some(({ guarded }) => guarded)).toBe(false);
    expect(account.told).toMatchObject([{ kind: 'sweep-digest', result: { wouldBeGuarded: { length: 5 } } }]);
  });

  test('in observe holds nobody back: nothing is attached anyway', async () => {
    const account = withOpenUsers(5, 'observe');
    const { services } = sweeping(account);

    const result = await runSweep(request({ maxNewGuards: 4 }), plenty, noFindings, services);

    expect(result).toMatchObject({ kind: 'complete' });
  });

  test('the number that was stated lets them through', async () => {
    const account = withOpenUsers(5);
    const { services } = sweeping(account);

    const result = await runSweep(request({ maxNewGuards: 5 }), plenty, noFindings, services);

    expect(result).toMatchObject({ kind: 'complete' });
  });
});

describe('time', () => {
  test('too late, nothing new is begun: what was done is told, and the retry goes on', async () => {
    const account = withOpenUsers(10);
    const { services } = sweeping(account);
    let looks = 0;
    const short = () => ((looks += 1) > 15 ? 10_000 : 900_000);

    const first = runSweep(request({ atOnce: 1 }), short, noFindings, services);
    await expect(first).rejects.toThrow(SweepIncompleteError);
    const guardedAtFirst = account.iam.all().filter(({ guarded }) => guarded).length;
    await runSweep(request(), plenty, noFindings, services);

    expect(guardedAtFirst).toBeGreaterThan(0);
    expect(guardedAtFirst).toBeLessThan(10);
    expect(account.iam.all().every(({ guarded }) => guarded)).toBe(true);
    const named = account.told.flatMap((one) => (one.kind === 'users-guarded' ? one.users : []));
    expect(named).toHaveLength(10);
  });

  test('two sweeps at once: the second steps back', async () => {
    const account = withOpenUsers(1);
    const { services } = sweeping(account);

    const [first, second] = await Promise.all([
      runSweep(request({ sweepId: 's-1' }), plenty, noFindings, services),
      runSweep(request({ sweepId: 's-2' }), plenty, noFindings, services),
    ]);

    expect(first).toMatchObject({ kind: 'complete' });
    expect(second).toEqual({ ignored: 'another sweep is running' });
  });
});

describe('telling', () => {
  test('each owner is told of his own users, once', async () => {
    const account = withOpenUsers(6);
    const owners = Object.fromEntries(['a', 'b', 'c', 'a', 'b', 'c'].map((owner, n) => [`open-${n}`, owner]));
    const { services } = sweeping(account, owners);

    await runSweep(request(), plenty, noFindings, services);
    await runSweep(request({ sweepId: 's-2' }), plenty, noFindings, services);

    const messages = account.told.filter((one) => one.kind === 'users-guarded');
    expect(
      messages.map(({ owner, users }) => [
        ownerLabel(owner),
        users.map(({ outcome }) => outcome.user.userName).toSorted(),
      ]),
    ).toEqual([
      ['a', ['open-0', 'open-3']],
      ['b', ['open-1', 'open-4']],
      ['c', ['open-2', 'open-5']],
    ]);
  });

  test('a publish that was refused is made good by the next attempt', async () => {
    const account = withOpenUsers(2);
    const sweep = sweeping(account);
    account.refusesPublishes(1);

    await expect(runSweep(request(), plenty, noFindings, sweep.services)).rejects.toThrow('publish refused');
    expect(sweep.untold()).toEqual(['open-0', 'open-1']);
    await runSweep(request(), plenty, noFindings, sweep.services);

    expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
    expect(sweep.untold()).toEqual([]);
  });

  test('an attach whose answer was lost is told by the retry that finds the guard on', async () => {
    const account = withOpenUsers(1);
    const { services } = sweeping(account);
    const enforcer: typeof services.enforcer = {
      ...services.enforcer,
      attach: async (user, guard) => {
        await services.enforcer.attach(user, guard);
        throw new Error('socket hang up');
      },
    };

    await expect(runSweep(request(), plenty, noFindings, { ...services, enforcer })).rejects.toThrow(/open-0/);
    await runSweep(request(), plenty, noFindings, services);

    expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
  });

  test('a user whose guard somebody took off is told again when it is put on again', async () => {
    const account = withOpenUsers(1);
    const { services } = sweeping(account);
    await runSweep(request({ sweepId: 's-1' }), plenty, noFindings, services);

    account.clock.advance(24 * HOUR);
    account.iam.detachesGuard('open-0');
    await runSweep(request({ sweepId: 's-2' }), plenty, noFindings, services);

    expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(2);
  });

  test('with every password in scope a missing guard policy is no success for users with a device either', async () => {
    const account = anAccount().withUser('enrolled', { password: true, devices: ['GAHT1'] });
    account.iam.deletesGuardPolicy();
    const { services } = sweeping(account);

    const result = await runSweep(request({ scope: 'every-password' }), plenty, noFindings, services);

    expect(result).toMatchObject({ kind: 'in-part', swept: [{ outcome: { failure: { code: 'guard-missing' } } }] });
  });

  test('in observe owners are told once, not with each daily sweep', async () => {
    const account = withOpenUsers(2, 'observe');
    const { services } = sweeping(account);

    for (const sweepId of ['s-1', 's-2', 's-3']) {
      await runSweep(request({ sweepId }), plenty, noFindings, services);
      account.clock.advance(24 * HOUR);
    }

    expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
    expect(account.iam.all().some(({ guarded }) => guarded)).toBe(false);
  });

  test('a sweep that found all as it was tells nothing, but for the weekly sign of life', async () => {
    const account = anAccount().withUser('enrolled', { password: true, devices: ['GAHT1'] });
    const { services } = sweeping(account);

    for (let day = 0; day < 10; day += 1) {
      await runSweep(request({ sweepId: `s-${day}` }), plenty, noFindings, services);
      account.clock.advance(24 * HOUR);
    }

    expect(account.told.map(({ kind }) => kind)).toEqual(['sweep-digest', 'sweep-digest']);
  });

  test('the digest says what is new and what is resolved', async () => {
    const account = anAccount();
    const { services } = sweeping(account);
    const finding = (resource: string) =>
      ({ code: 'orphan-virtual-device', severity: 'low', status: 'open', resource, facts: {} }) as const;

    await runSweep(request({ sweepId: 's-1' }), plenty, () => Promise.resolve([finding('a'), finding('b')]), services);
    await runSweep(request({ sweepId: 's-2' }), plenty, () => Promise.resolve([finding('b'), finding('c')]), services);

    expect(account.told.at(-1)).toMatchObject({
      kind: 'sweep-digest',
      changes: { fresh: [{ resource: 'c' }], resolved: ['orphan-virtual-device|a|open'] },
    });
  });
});
