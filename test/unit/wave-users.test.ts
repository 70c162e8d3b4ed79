import { describe, expect, test } from 'vitest';
import { parsePatterns, type Wave } from '../../shared/domain/wave.ts';
import { findingsOfSweep } from '../../shared/runtime/findings-of-sweep.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { restoring } from '../fakes/restoring.ts';
import { boundaryPut, deviceRemoved, passwordSet, virtualDevice } from '../fakes/some-events.ts';

const PHONE = virtualDevice('phone');
const ONE: Wave = { include: parsePatterns('tag:wave=1') ?? [], exclude: [] };
const inOne = { password: true, tags: { wave: '1' } };
const outside = { password: true, tags: { wave: '2' } };

function swept(account: ReturnType<typeof anAccount>) {
  const bulk = sweeping(account);
  let sweeps = 0;
  return async () => {
    sweeps += 1;
    bulk.reports();
    const rules = { scope: 'password-without-device', maxNewGuards: 100, atOnce: 1 } as const;
    const request = { ...rules, sweepId: `s-${sweeps}`, heartbeatDays: 0, reminderDays: [] };
    const services = { ...bulk.services, readSubscriptions: () => Promise.resolve([]) };
    const result = await runSweep(request, () => 900_000, findingsOfSweep(services), bulk.services);
    if ('ignored' in result) throw new Error(result.ignored);
    return result;
  };
}

describe('an event', () => {
  test('of who is in the wave guards', async () => {
    const { iam, clock, services } = anAccount({ wave: ONE }).withUser('jane.doe', inOne);

    await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    expect(iam.isGuarded('jane.doe')).toBe(true);
    expect(iam.calls).not.toContain('GetItem');
  });

  test('of who is outside guards nobody, and has nothing to tell the owner', async () => {
    const { iam, clock, services, told } = anAccount({ wave: ONE }).withUser('john.roe', outside);

    const outcome = await evaluateUser(passwordSet('john.roe', { at: clock.now() }), services);

    expect(outcome).toMatchObject({
      effect: 'already-so',
      decision: { compliance: 'non-compliant', desired: 'as-is', reasons: [{ code: 'not-in-wave' }, {}] },
    });
    expect(iam.isGuarded('john.roe')).toBe(false);
    expect(told).toEqual([]);
  });

  test('costs nothing more where there is no wave', async () => {
    const { iam, clock, services } = anAccount().withUser('jane.doe', { password: true, devices: [PHONE] });

    await evaluateUser(passwordSet('jane.doe', { at: clock.now() }), services);

    expect(iam.calls).toEqual(['GetLoginProfile', 'ListMFADevices', 'ListAttachedUserPolicies']);
  });

  test.each(['losesWaveMemory', 'losesTraits'] as const)('delays nobody when the account %s', async (fault) => {
    const account = anAccount({ wave: ONE }).withUser('john.roe', outside);
    account[fault]();

    await evaluateUser(passwordSet('john.roe', { at: account.clock.now() }), account.services);

    expect(account.iam.isGuarded('john.roe')).toBe(true);
  });

  test('of who carries a guard changes it for the right one, in the wave or not', async () => {
    const account = anAccount({ wave: ONE, rules: { phases: 'two' } });
    account.withUser('john.roe', { ...outside, guards: [{ kind: 'enrolled', by: 'managed' }] });

    await evaluateUser(deviceRemoved('john.roe', PHONE, { at: account.clock.now() }), account.services);

    expect(account.iam.guardsOf('john.roe')).toEqual([{ kind: 'guard', by: 'managed' }]);
  });
});

describe('a sweep', () => {
  test('guards the wave, and names and counts who waits', async () => {
    const account = anAccount({ wave: ONE }).withUser('jane.doe', inOne).withUser('john.roe', outside);

    const result = await swept(account)();

    expect([account.iam.isGuarded('jane.doe'), account.iam.isGuarded('john.roe')]).toEqual([true, false]);
    const waiting = result.swept.filter(({ outcome }) => outcome.decision.reasons[0].code === 'not-in-wave');
    expect(waiting.map(({ outcome }) => outcome.user.userName)).toEqual(['john.roe']);
    expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
  });

  test('does not count for the fuse who waits', async () => {
    const account = anAccount({ wave: ONE }).withUser('jane.doe', inOne);
    for (let n = 0; n < 101; n += 1) account.withUser(`outside-${n}`, outside);

    expect(await swept(account)()).toMatchObject({ kind: 'complete' });
  });

  test('remembers who is in, device or not, and writes only when somebody is new', async () => {
    const account = anAccount({ wave: ONE })
      .withUser('jane.doe', { ...inOne, devices: [PHONE] })
      .withUser('john.roe', outside);
    const sweep = swept(account);

    await sweep();
    await sweep();

    expect([...account.everInWave()]).toEqual(['AIDAjane.doe']);
    expect(account.waveWrites()).toBe(1);
  });

  test('guards nobody, and fails, while nobody knows who was in the wave', async () => {
    const account = anAccount({ wave: ONE }).withUser('jane.doe', inOne);
    account.losesWaveMemory();

    await expect(swept(account)()).rejects.toThrow('out of reach');
  });
});

describe('who has left the wave', () => {
  const escaped = async () => {
    const account = anAccount({ wave: ONE }).withUser('jane.doe', { ...inOne, devices: [PHONE] });
    const sweep = swept(account);
    await sweep();
    account.iam.moves('jane.doe', { tags: {} });
    account.iam.deactivates('jane.doe', PHONE);
    return { account, sweep };
  };

  test('is guarded by an event all the same', async () => {
    const { account } = await escaped();

    await evaluateUser(deviceRemoved('jane.doe', PHONE, { at: account.clock.now() }), account.services);

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });

  test('is guarded by a sweep all the same, and a finding', async () => {
    const { account, sweep } = await escaped();

    const { findings } = await sweep();

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'wave-left', resource: 'arn:aws:iam::111111111111:user/jane.doe' }),
    );
  });

  test('is not whoever is made anew under the name', async () => {
    const { account, sweep } = await escaped();
    account.iam.deletes('jane.doe');
    account.withUser('jane.doe', outside);

    const { findings } = await sweep();

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(findings.map(({ code }) => code)).not.toContain('wave-left');
  });
});

describe('the healing', () => {
  test('leaves who waits alone when the boundary changes, and guards without waves', async () => {
    const at = new Date('2026-11-24T12:00:00Z');
    const waved = restoring({ waved: true });
    const plain = restoring();
    for (const { account } of [waved, plain]) account.withUser('john.roe', { password: true });

    await waved.happens(boundaryPut('john.roe', { at }));
    await plain.happens(boundaryPut('john.roe', { at }));

    expect(waved.account.iam.isGuarded('john.roe')).toBe(false);
    expect(plain.account.iam.isGuarded('john.roe')).toBe(true);
  });
});
