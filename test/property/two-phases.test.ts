import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { anAccount } from '../fakes/an-account.ts';
import { deviceAdded, deviceRemoved, passwordSet } from '../fakes/some-events.ts';

const PHONE = 'arn:aws:iam::111111111111:mfa/phone';

const guards = fc
  .tuple(
    fc.subarray(GUARD_KINDS.map((kind): AttachedGuard => ({ kind, by: 'managed' }))),
    fc.option(
      fc.constantFrom(...GUARD_KINDS, 'edited' as const).map((kind): AttachedGuard => ({ kind, by: 'inline' })),
      { nil: undefined, freq: 3 },
    ),
  )
  .map(([managed, inline]) => (inline === undefined ? managed : [...managed, inline]));

const rules: fc.Arbitrary<Partial<Rules>> = fc.constantFrom(
  {},
  { phases: 'two' },
  { longTermKeys: 'allow' },
  { longTermKeys: 'spare-in-use' },
  { release: 'when-compliant' },
);

const seeds = fc.record({
  enrolled: fc.boolean(),
  guards,
  full: fc.boolean(),
  inlineFallback: fc.boolean(),
  rules,
  keys: fc.constantFrom('in-use' as const, 'not-in-use' as const),
  diesAfter: fc.nat(6),
});

type Seed = typeof seeds extends fc.Arbitrary<infer Each> ? Each : never;

/** With room for one guard more than is carried, or for none. */
function anAccountOf({ enrolled, guards: carried, full, inlineFallback, rules: chosen, keys }: Seed) {
  const managed = carried.filter(({ by }) => by === 'managed').length;
  const account = anAccount({ rules: chosen, inlineFallback }).withUser('jane.doe', {
    password: true,
    devices: enrolled ? [PHONE] : [],
    guards: carried,
    otherPolicies: full ? 10 - managed : 0,
    keys: { kind: keys },
  });
  account.clock.advance(1);
  return account;
}

const evaluated = async (account: ReturnType<typeof anAccount>, { enrolled }: Seed) => {
  const at = account.clock.now();
  const happened = enrolled
    ? deviceAdded('jane.doe', PHONE, { at })
    : deviceRemoved('jane.doe', 'arn:aws:iam::111111111111:mfa/former', { at });
  return evaluateUser(happened, account.services);
};

test('a crash before any call, and the attempt after it, leave the guard that fits, and nobody is bare who was not', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const account = anAccountOf(seed);
      const canBeBare = seed.full && !seed.inlineFallback;
      const releases = seed.rules.release === 'when-compliant' && seed.enrolled;
      account.iam.watches(() => {
        const isBare = !account.iam.isGuarded('jane.doe');
        if (seed.guards.length > 0 && !canBeBare && !releases) expect(isBare).toBe(false);
      });

      account.iam.dies(seed.diesAfter);
      await evaluated(account, seed).catch(() => undefined);
      account.iam.dies(Number.POSITIVE_INFINITY);
      const second = await evaluated(account, seed);

      const left = account.iam.guardsOf('jane.doe');
      if (second.effect === 'failed') {
        expect(canBeBare).toBe(true);
        return;
      }
      expect(left.length).toBeLessThanOrEqual(1);
      if (!seed.enrolled) expect(left.map(({ kind }) => kind)).toEqual([expectedWithoutDevice(seed)]);
      else if (seed.rules.phases === 'two') expect(left.map(({ kind }) => kind)).toEqual(['enrolled']);
      else if (releases) expect(left).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

function expectedWithoutDevice({ rules: { longTermKeys = 'deny' }, guards: carried, keys }: Seed) {
  if (longTermKeys === 'deny') return 'guard';
  if (longTermKeys === 'allow') return 'keys-allowed';
  const isTight = carried.some(({ kind }) => kind === 'guard');
  return isTight || keys === 'not-in-use' ? 'guard' : 'keys-allowed';
}

test('in two phases a device changes the guard, a second one does not, and the last one gone changes it back', async () => {
  const account = anAccount({ rules: { phases: 'two' } }).withUser('jane.doe', { password: true });
  const kinds = () => account.iam.guardsOf('jane.doe').map(({ kind }) => kind);
  const now = () => ({ at: account.clock.now() });
  const later = () => {
    account.clock.advance(1_000);
  };

  await evaluateUser(passwordSet('jane.doe', now()), account.services);
  expect(kinds()).toEqual(['guard']);

  later();
  account.iam.enables('jane.doe', PHONE);
  await evaluateUser(deviceAdded('jane.doe', PHONE, now()), account.services);
  expect(kinds()).toEqual(['enrolled']);

  later();
  account.iam.enables('jane.doe', 'GAHT1');
  await evaluateUser(deviceAdded('jane.doe', 'GAHT1', now()), account.services);
  account.iam.deactivates('jane.doe', PHONE);
  await evaluateUser(deviceRemoved('jane.doe', PHONE, now()), account.services);
  expect(kinds()).toEqual(['enrolled']);

  later();
  account.iam.deactivates('jane.doe', 'GAHT1');
  await evaluateUser(deviceRemoved('jane.doe', 'GAHT1', now()), account.services);
  expect(kinds()).toEqual(['guard']);
});
