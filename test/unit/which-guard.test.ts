import { describe, expect, test } from 'vitest';
import { StaleReadError, TooManyNewGuardsError } from '../../shared/domain/errors.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import type { UserSeed } from '../fakes/in-memory-iam.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceAdded, deviceRemoved, passwordRemoved, passwordSet } from '../fakes/some-events.ts';

const PHONE = 'arn:aws:iam::111111111111:mfa/phone';
const GUARD: AttachedGuard = { kind: 'guard', by: 'managed' };
const KEYS: AttachedGuard = { kind: 'keys-allowed', by: 'managed' };
const ENROLLED: AttachedGuard = { kind: 'enrolled', by: 'managed' };

type Chosen = Partial<Rules> & { inlineFallback?: boolean; mode?: 'observe' | 'enforce' };

/** Jane, and what an event about her leaves. */
function jane(seed: UserSeed, { inlineFallback = false, mode = 'enforce', ...rules }: Chosen = {}) {
  const account = anAccount({ rules, inlineFallback, mode }).withUser('jane.doe', { password: true, ...seed });
  const now = () => ({ at: account.clock.now() });
  return {
    account,
    guards: () => account.iam.guardsOf('jane.doe'),
    changes: () => account.iam.calls.filter((call) => /UserPolicy$/.test(call)),
    gets: () => evaluateUser(passwordSet('jane.doe', now()), account.services),
    enrols: () => evaluateUser(deviceAdded('jane.doe', PHONE, now()), account.services),
    removes: () => evaluateUser(deviceRemoved('jane.doe', PHONE, now()), account.services),
  };
}

describe('keys in use are spared', () => {
  const spares = { longTermKeys: 'spare-in-use' } as const;

  test('by the guard that goes on before anybody has looked at the keys', async () => {
    const { account, gets, guards } = jane({ keys: { kind: 'in-use' } }, spares);

    await gets();

    expect(guards()).toEqual([KEYS]);
    const changing = account.iam.calls.filter((call) => call === 'AttachUserPolicy' || call === 'ListAccessKeys');
    expect(changing).toEqual(['AttachUserPolicy', 'ListAccessKeys']);
  });

  test('not when none of them is in use: then the strict guard takes its place, in one story', async () => {
    const { account, gets, guards } = jane({ keys: { kind: 'not-in-use' } }, spares);

    const outcome = await gets();

    expect(guards()).toEqual([GUARD]);
    expect(outcome).toMatchObject({ effect: 'applied', decision: { desired: 'guard' } });
    expect(account.told.map(({ kind }) => kind)).toEqual(['user-guarded']);
  });

  test('while it cannot be read whether they are', async () => {
    const { gets, guards } = jane({ keys: { kind: 'unknown', why: 'Throttling' } }, spares);

    await gets();

    expect(guards()).toEqual([KEYS]);
  });

  test('no longer than they are in use: the sweep tightens, and never loosens again', async () => {
    const { account, gets, guards } = jane({ keys: { kind: 'in-use' } }, spares);
    await gets();
    account.iam.usesKeys('jane.doe', { kind: 'not-in-use' });
    await swept(account);
    expect(guards()).toEqual([GUARD]);

    account.iam.usesKeys('jane.doe', { kind: 'in-use' });
    await gets();
    await swept(account);
    expect(guards()).toEqual([GUARD]);
  });

  test('are not even looked at under another rule', async () => {
    for (const longTermKeys of ['deny', 'allow'] as const) {
      const { account, gets, guards } = jane({}, { longTermKeys });
      await gets();

      expect(account.iam.calls).not.toContain('ListAccessKeys');
      expect(guards()).toEqual([longTermKeys === 'deny' ? GUARD : KEYS]);
    }
  });
});

describe('two phases', () => {
  const two = { phases: 'two' } as const;

  test('a device that IAM does not show yet is waited for, since the user carries a guard meanwhile', async () => {
    const { account, guards, enrols } = jane({ guards: [GUARD] }, two);
    account.iam.enables('jane.doe', PHONE, { seenAfterMs: 90_000 });

    await expect(enrols()).rejects.toThrow(StaleReadError);
    expect(guards()).toEqual([GUARD]);
  });

  test('a device that was removed is told like the first guard: the user has to enrol', async () => {
    const { account, guards, removes } = jane({ guards: [ENROLLED] }, two);

    const outcome = await removes();

    expect(guards()).toEqual([GUARD]);
    expect(outcome).toMatchObject({ effect: 'swapped', bare: false });
    expect(account.told.map(({ kind }) => kind)).toEqual(['user-guarded']);
  });

  test('the sweep makes good what no event told, both ways', async () => {
    const { account } = jane({ guards: [GUARD], devices: [PHONE] }, two);
    account.withUser('john.roe', { password: true, guards: [ENROLLED] });

    await swept(account);

    expect(account.iam.guardsOf('jane.doe')).toEqual([ENROLLED]);
    expect(account.iam.guardsOf('john.roe')).toEqual([GUARD]);
  });

  test('a fuse that blows keeps nobody from enrolling', async () => {
    const account = anAccount({ rules: two }).withUser('john.roe', { password: true, guards: [ENROLLED] });
    for (const name of ['jane.doe', 'mary.major']) account.withUser(name, { password: true, devices: [PHONE] });

    await expect(swept(account, 1)).rejects.toThrow(TooManyNewGuardsError);

    expect(account.iam.guardsOf('john.roe')).toEqual([GUARD]);
    expect(account.iam.isGuarded('jane.doe')).toBe(false);
  });

  test('whoever came from two phases and has no device is let enrol again in one', async () => {
    const { guards, removes } = jane({ guards: [ENROLLED] });

    await removes();

    expect(guards()).toEqual([GUARD]);
  });
});

describe('a full quota', () => {
  test('with the fallback is an inline policy, and told as one', async () => {
    const { account, gets, guards } = jane({ otherPolicies: 10 }, { inlineFallback: true });

    const outcome = await gets();

    expect(guards()).toEqual([{ kind: 'guard', by: 'inline' }]);
    expect(outcome).toMatchObject({ effect: 'applied', inline: true });
    expect(account.told).toMatchObject([{ kind: 'user-guarded', outcome: { inline: true } }]);
  });

  test('is one write for a user whose guard is inline already', async () => {
    const inline = [{ kind: 'guard', by: 'inline' }] as const;
    const { account, changes, enrols, guards } = jane(
      { guards: inline, otherPolicies: 10 },
      { phases: 'two', inlineFallback: true },
    );
    account.iam.enables('jane.doe', PHONE);

    await enrols();

    expect(guards()).toEqual([{ kind: 'enrolled', by: 'inline' }]);
    expect(changes()).toEqual(['PutUserPolicy']);
  });

  test('is got round by an inline policy that stands in while one managed guard makes room for the other', async () => {
    const { account, changes, enrols, guards } = jane(
      { guards: [GUARD], otherPolicies: 9 },
      { phases: 'two', inlineFallback: true },
    );
    account.iam.enables('jane.doe', PHONE);

    const outcome = await enrols();

    expect(guards()).toEqual([ENROLLED]);
    expect(outcome).toMatchObject({ effect: 'swapped', bare: false });
    expect(changes()).toEqual([
      'AttachUserPolicy',
      'PutUserPolicy',
      'DetachUserPolicy',
      'AttachUserPolicy',
      'DeleteUserPolicy',
    ]);
  });

  test('without the fallback leaves the user bare for two calls, which is told', async () => {
    const { account, enrols, guards } = jane({ guards: [GUARD], otherPolicies: 9 }, { phases: 'two' });
    account.iam.enables('jane.doe', PHONE);

    expect(await enrols()).toMatchObject({ effect: 'swapped', bare: true });
    expect(guards()).toEqual([ENROLLED]);
    expect(account.told).toMatchObject([{ kind: 'device-added', outcome: { bare: true } }]);
  });
});

describe('a guard that comes off whoever needs none', () => {
  const releases = { release: 'when-compliant' } as const;

  test('comes off with a device, and goes on again without', async () => {
    const { account, enrols, removes, guards } = jane({ guards: [GUARD] }, releases);
    account.iam.enables('jane.doe', PHONE);
    expect(await enrols()).toMatchObject({ effect: 'released' });
    expect(guards()).toEqual([]);

    account.clock.advance(1_000);
    account.iam.deactivates('jane.doe', PHONE);
    expect(await removes()).toMatchObject({ effect: 'applied' });
    expect(guards()).toEqual([GUARD]);
  });

  test('comes off when the password is gone, and that is told', async () => {
    const { account, guards } = jane({ guards: [GUARD] }, releases);
    account.iam.deletesPassword('jane.doe');

    await evaluateUser(passwordRemoved('jane.doe', { at: account.clock.now() }), account.services);

    expect(guards()).toEqual([]);
    expect(account.told.map(({ kind }) => kind)).toEqual(['guard-released']);
  });

  test('stays on while IAM still shows the password that is said to be gone', async () => {
    const { account, guards } = jane({ guards: [GUARD] }, releases);

    const gone = evaluateUser(passwordRemoved('jane.doe', { at: account.clock.now() }), account.services);

    await expect(gone).rejects.toThrow(StaleReadError);
    expect(guards()).toEqual([GUARD]);
  });

  test('stays on by default', async () => {
    const { account, enrols, guards } = jane({ guards: [GUARD] });
    account.iam.enables('jane.doe', PHONE);

    await enrols();

    expect(guards()).toEqual([GUARD]);
  });
});

test('in observe whoever carries a guard keeps it, whichever it is', async () => {
  const { removes, guards, changes } = jane({ guards: [ENROLLED] }, { mode: 'observe' });

  expect(await removes()).toMatchObject({ effect: 'already-so' });
  expect(guards()).toEqual([ENROLLED]);
  expect(changes()).toEqual([]);
});

test('a guard that nobody could read is put on, and one that would keep the user from enrolling is taken off', async () => {
  const { account, gets, guards } = jane({ guards: [ENROLLED] }, { phases: 'two' });
  account.iam.refuses('guard');

  await gets();

  expect(guards()).toEqual([GUARD]);
});

async function swept(account: ReturnType<typeof anAccount>, maxNewGuards = 100) {
  const { services } = sweeping(account);
  const { scope } = account.services.rules;
  const request = { sweepId: 's-1', scope, maxNewGuards, atOnce: 1, heartbeatDays: 7, reminderDays: [] };
  return runSweep(
    request,
    () => 900_000,
    () => Promise.resolve([]),
    services,
  );
}
