import { describe, expect, test } from 'vitest';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { boundaryPut, guardDetached, inlineGuardChanged, policyChanged, virtualDevice } from '../fakes/some-events.ts';
import { HARMLESS, OWN_ROLE, restoring, shipped } from '../fakes/restoring.ts';

const A_MINUTE_MS = 60_000;

const good = (id: string, isDefault: boolean) => ({ id, isDefault, document: shipped() });
const bad = (id: string, isDefault: boolean) => ({ id, isDefault, document: HARMLESS });

/** An account with one guarded user, whose guard somebody has just taken off. */
function detached(seed: Parameters<ReturnType<typeof restoring>['account']['withUser']>[1], mode?: 'observe') {
  const here = restoring(mode === undefined ? {} : { mode });
  here.account.withUser('jane.doe', { ...seed, guarded: false });
  return { ...here, event: guardDetached('jane.doe', { at: here.account.clock.now() }) };
}

describe('a guard that was taken off', () => {
  test.each([
    ['without a device', []],
    ['with a device', [virtualDevice('phone')]],
  ])('is put back on a user with a password, %s, and security hears who did it', async (_, devices) => {
    const { account, happens, event } = detached({ password: true, devices });

    const answer = await happens(event);

    expect(answer).toEqual({ restored: 'evaluated', guarded: true });
    expect(account.iam.isGuarded('jane.doe')).toBe(true);
    expect(account.told).toMatchObject([
      { kind: 'guard-tampered', happened: { actor: event.actor }, restoration: { outcome: { effect: 'applied' } } },
    ]);
  });

  test('is put back although a read still shows it', async () => {
    const { account, happens, event, services } = detached({ password: true });
    const stale = {
      ...services,
      postures: {
        ...services.postures,
        read: async (user: Parameters<typeof services.postures.read>[0]) => ({
          ...(await services.postures.read(user)),
          guard: { kind: 'attached', all: [{ kind: 'guard', by: 'managed' }] } as const,
        }),
      },
    };

    await happens(event, stale);

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });

  test.each(['DeleteUserPolicy', 'PutUserPolicy'] as const)(
    'inline is gone or worth nothing after %s, so the user is guarded again',
    async (call) => {
      const { account, happens } = detached({ password: true, devices: [virtualDevice('phone')] });

      await happens(inlineGuardChanged(call, 'jane.doe', { at: account.clock.now() }));

      expect(account.iam.isGuarded('jane.doe')).toBe(true);
      expect(account.told).toMatchObject([{ kind: 'guard-tampered', happened: { call, guard: 'inline' } }]);
    },
  );

  test('stays off a user without a password, which is told all the same', async () => {
    const { account, happens, event } = detached({ password: false });

    await happens(event);

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(account.told).toMatchObject([{ restoration: { outcome: { effect: 'already-so' } } }]);
  });

  test('stays off an exempt user', async () => {
    const { account, happens, event } = detached({ password: true });
    account.exempts(anExemption('AIDAjane.doe'));

    await happens(event);

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
  });

  test('is not put back in observe, and security hears that', async () => {
    const { account, happens, event } = detached({ password: true }, 'observe');

    await happens(event);

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(account.told).toMatchObject([{ restoration: { outcome: { effect: 'would-apply' } } }]);
  });

  test('is told once, however often the event is brought', async () => {
    const { account, happens, event } = detached({ password: true });

    await happens(event);
    await happens(event);

    expect(account.told).toHaveLength(1);
  });

  test('is tried again, and told, when the password cannot be read', async () => {
    const { account, happens, event } = detached({ password: true });
    account.iam.refuses('console');

    await expect(happens(event)).rejects.toThrow('Could not read console');

    expect(account.told).toMatchObject([
      { restoration: { outcome: { decision: { compliance: 'insufficient-data' } } } },
    ]);
  });

  test('is put back although the table is out of reach', async () => {
    const { account, happens, event } = detached({ password: true });
    account.losesTable();

    await happens(event);

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
    expect(account.told).toHaveLength(1);
  });
});

test('a call of our own is left alone, and told nobody', async () => {
  const { account, happens, event } = detached({ password: true });

  const answer = await happens({ ...event, actor: { ...event.actor, sessionIssuer: OWN_ROLE } });

  expect(answer).toEqual({ ignored: 'it is a call of our own' });
  expect(account.iam.isGuarded('jane.doe')).toBe(false);
  expect(account.told).toEqual([]);
});

test('a role whose name only begins like ours is not ours', async () => {
  const { account, happens, event } = detached({ password: true });

  await happens({ ...event, actor: { ...event.actor, sessionIssuer: `${OWN_ROLE}-2` } });

  expect(account.iam.isGuarded('jane.doe')).toBe(true);
});

describe('the boundary of a user', () => {
  test('is told, of a user who carries the guard', async () => {
    const { account, happens } = restoring();
    account.withUser('jane.doe', { password: true, guarded: true });

    await happens(boundaryPut('jane.doe', { at: account.clock.now() }));

    expect(account.told).toMatchObject([{ happened: { kind: 'boundary-changed' } }]);
  });

  test('is nobody’s concern, of a user without a password', async () => {
    const { account, happens } = restoring();
    account.withUser('backup-robot', {});

    await happens(boundaryPut('backup-robot', { at: account.clock.now() }));

    expect(account.told).toEqual([]);
  });

  test('is evaluated as any event: who is open is guarded', async () => {
    const { account, happens } = restoring();
    account.withUser('jane.doe', { password: true });

    await happens(boundaryPut('jane.doe', { at: account.clock.now() }));

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });
});

describe('the text of the guard', () => {
  test('is set back to the version of this release', async () => {
    const { account, happens, has, defaultVersion } = restoring();
    has([bad('v2', true), good('v1', false)]);

    await happens(policyChanged('SetDefaultPolicyVersion', 'v2', { at: account.clock.now() }));

    expect(defaultVersion()).toBe('v1');
    expect(account.told).toMatchObject([{ restoration: { kind: 'set-back', versionId: 'v1' } }]);
  });

  test.each(['SetDefaultPolicyVersion', 'CreatePolicyVersion'] as const)(
    'is set back although reads do not show %s yet',
    async (call) => {
      const { account, happens, has, defaultVersion } = restoring();
      has([bad('v2', true), good('v1', false)], { seenAfterMs: A_MINUTE_MS });

      await happens(policyChanged(call, 'v2', { at: account.clock.now() }));

      expect(defaultVersion()).toBe('v1');
    },
  );

  test.each(GUARD_KINDS)('is that of its own policy: another guard’s text in %s is set back', async (kind) => {
    const { account, happens, has, defaultVersion } = restoring();
    const another = kind === 'guard' ? 'keys-allowed' : 'guard';
    const versions = [
      { id: 'v2', isDefault: true, document: shipped(another) },
      { id: 'v1', isDefault: false, document: shipped(kind) },
    ];
    has(versions, { of: kind });
    has(versions, { of: another });

    await happens(policyChanged('SetDefaultPolicyVersion', 'v2', { at: account.clock.now() }, kind));

    expect(defaultVersion(kind)).toBe('v1');
    expect(defaultVersion(another)).toBe('v2');
  });

  test('is left alone when it is this release’s, whoever made it: an upgrade tells nobody', async () => {
    const { account, happens, has, defaultVersion } = restoring();
    has([good('v2', true), bad('v1', false)]);

    const answer = await happens(policyChanged('CreatePolicyVersion', 'v2', { at: account.clock.now() }));

    expect(answer).toMatchObject({ restored: 'as-shipped' });
    expect(defaultVersion()).toBe('v2');
    expect(account.told).toEqual([]);
  });

  test('is compared by content: white space and order say nothing', async () => {
    const { account, happens, has } = restoring();
    has([{ id: 'v2', isDefault: true, document: JSON.stringify(JSON.parse(shipped()), null, 4) }]);

    const answer = await happens(policyChanged('CreatePolicyVersion', 'v2', { at: account.clock.now() }));

    expect(answer).toMatchObject({ restored: 'as-shipped' });
  });

  test('is told with the command when no version has it', async () => {
    const { account, happens, has, defaultVersion } = restoring();
    has([bad('v2', true), bad('v3', false)]);

    await happens(policyChanged('DeletePolicyVersion', undefined, { at: account.clock.now() }));

    expect(defaultVersion()).toBe('v2');
    expect(account.told).toMatchObject([{ restoration: { kind: 'no-good-version' } }]);
  });

  test('is told as missing when the policy is gone, even if a read shows it for a while', async () => {
    const { account, happens, has } = restoring();
    has('missing', { seenAfterMs: 3_000 });

    await happens(policyChanged('DeletePolicy', undefined, { at: account.clock.now() }));

    expect(account.told).toMatchObject([{ restoration: { kind: 'policy-missing' } }]);
  });

  test('is not set back in observe, and security hears that', async () => {
    const { account, happens, has, defaultVersion } = restoring({ mode: 'observe' });
    has([bad('v2', true), good('v1', false)]);

    await happens(policyChanged('SetDefaultPolicyVersion', 'v2', { at: account.clock.now() }));

    expect(defaultVersion()).toBe('v2');
    expect(account.told).toMatchObject([{ restoration: { kind: 'would-set-back' } }]);
  });

  test('is what stands there, once the event is old: a late one does not undo what came after', async () => {
    const { account, happens, has } = restoring();
    has([good('v1', true), bad('v2', false)]);
    const at = account.clock.now();
    account.clock.advance(10 * A_MINUTE_MS);

    const answer = await happens(policyChanged('SetDefaultPolicyVersion', 'v2', { at }));

    expect(answer).toMatchObject({ restored: 'as-shipped' });
  });
});

describe('a fight', () => {
  const detachNow = async (here: ReturnType<typeof restoring>, nth: number) => {
    here.account.iam.detachesGuard('jane.doe');
    return here.happens(guardDetached('jane.doe', { at: here.account.clock.now(), eventId: `e-${nth}` }));
  };
  const fighting = () => {
    const here = restoring();
    here.account.withUser('jane.doe', { password: true, guarded: true });
    return here;
  };

  test('puts the third restore within ten minutes off, and tells that once', async () => {
    const here = fighting();

    for (const nth of [1, 2, 3]) await detachNow(here, nth);

    expect(here.account.iam.isGuarded('jane.doe')).toBe(false);
    expect(here.putOff).toHaveLength(1);
    expect(here.account.told).toMatchObject([
      { restoration: { kind: 'evaluated' } },
      { restoration: { kind: 'evaluated' } },
      { restoration: { kind: 'put-off', times: 3 } },
    ]);

    here.account.clock.advance(A_MINUTE_MS);
    await here.bringDue();
    expect(here.account.iam.isGuarded('jane.doe')).toBe(true);

    await detachNow(here, 4);
    expect(here.account.told.filter((one) => 'restoration' in one && one.restoration.kind === 'put-off')).toHaveLength(
      1,
    );
  });

  test('is put back at once when the queue is out of reach', async () => {
    const here = fighting();
    here.losesQueue();

    for (const nth of [1, 2, 3]) await detachNow(here, nth);

    expect(here.account.iam.isGuarded('jane.doe')).toBe(true);
  });

  test('never leaves the user open for fifteen minutes, whatever comes in how many minutes', async () => {
    const here = fighting();
    let openSince: number | undefined;
    let longest = 0;
    for (let second = 0; second < 2 * 3600; second += 10) {
      if (here.account.iam.isGuarded('jane.doe')) {
        openSince = undefined;
        await detachNow(here, second);
      }
      await here.bringDue();
      const now = here.account.clock.now().getTime();
      if (!here.account.iam.isGuarded('jane.doe')) longest = Math.max(longest, now - (openSince ??= now));
      here.account.clock.advance(10_000);
    }

    expect(longest).toBeGreaterThan(10 * A_MINUTE_MS);
    expect(longest).toBeLessThan(15 * A_MINUTE_MS);
  });
});
