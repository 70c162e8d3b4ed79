import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../shared/domain/decide.ts';
import { freshnessOf, SETTLED_MS } from '../../shared/domain/freshness.ts';
import { guardsOn, isOpen, type Posture } from '../../shared/domain/posture.ts';
import { applyDecision } from '../../shared/workflow/apply-decision.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { anAccount } from '../fakes/an-account.ts';
import { deviceAdded, deviceRemoved, passwordSet, renamed, signedInWithoutMfa } from '../fakes/some-events.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const user = { accountId: '111111111111', userName: 'jane.doe' };
const date = fc.date({ min: new Date('2026-11-24T11:00:00Z'), max: NOW, noInvalidDate: true });
const unknown = fc.record({ kind: fc.constant('unknown' as const), why: fc.string() });
const serial = fc.constantFrom(
  'arn:aws:iam::111111111111:mfa/phone',
  'GAHT1',
  'arn:aws:iam::111111111111:u2f/user/j/k',
);
const device = fc.record({
  serial,
  kind: fc.constantFrom('virtual' as const, 'passkey' as const, 'hardware-totp' as const),
  enabledAt: date,
});
const postures: fc.Arbitrary<Posture> = fc.oneof(
  fc.constant({ kind: 'gone' as const, user }),
  fc.record({
    kind: fc.constant('user' as const),
    user: fc.constant(user),
    console: fc.oneof(
      unknown,
      fc.constant({ kind: 'no-password' as const }),
      fc.record({ kind: fc.constant('password' as const), createdAt: date }),
    ),
    devices: fc.oneof(
      unknown,
      fc.record({ kind: fc.constant('devices' as const), all: fc.array(device, { maxLength: 3 }) }),
    ),
    guard: fc.oneof(
      unknown,
      fc.constant({ kind: 'attached' as const, all: [{ kind: 'guard', by: 'managed' }] }),
      fc.constant({ kind: 'not-attached' as const }),
    ),
  }),
);
const events = fc
  .record({ at: date, serial, make: fc.nat(4) })
  .map(({ at, serial: of, make }) =>
    [
      passwordSet('jane.doe', { at }),
      deviceRemoved('jane.doe', of, { at }),
      deviceAdded('jane.doe', of, { at }),
      renamed('john', 'jane.doe', { at }),
      signedInWithoutMfa('jane.doe', { at }),
    ].at(make)!,
  );

test('decide is total: every posture has a decision with a reason', () => {
  fc.assert(
    fc.property(postures, (posture) => {
      const { reasons, compliance } = decide(posture);
      expect(reasons.length).toBeGreaterThan(0);
      expect(['compliant', 'non-compliant', 'not-applicable', 'insufficient-data']).toContain(compliance);
    }),
  );
});

test('only a password and a device, both seen, are compliant: unknown never is', () => {
  fc.assert(
    fc.property(postures, (posture) => {
      const seen =
        posture.kind === 'user' &&
        posture.console.kind === 'password' &&
        posture.devices.kind === 'devices' &&
        posture.devices.all.length > 0;
      expect(decide(posture).compliance === 'compliant').toBe(seen);
    }),
  );
});

test('the guard is desired exactly for a password and no device, both seen', () => {
  fc.assert(fc.property(postures, (posture) => (decide(posture).desired === 'guard') === isOpen(posture)));
});

test('once an event is old there is always a decision, and a young one never makes who is open and unguarded wait', () => {
  fc.assert(
    fc.property(postures, events, (posture, event) => {
      const old = new Date(event.at.getTime() + SETTLED_MS);
      expect(['agrees', 'no-longer-true']).toContain(freshnessOf(posture, event, old));
      if (isOpen(posture) && guardsOn(posture).length === 0)
        expect(freshnessOf(posture, event, event.at)).toBe('agrees');
    }),
  );
});

const seeds = fc.record({
  password: fc.boolean(),
  devices: fc.array(serial, { maxLength: 2 }),
  guarded: fc.boolean(),
  otherPolicies: fc.constantFrom(0, 9, 10),
});

test('applied twice is the same as once', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const { iam, services } = anAccount().withUser('jane.doe', seed);
      const apply = async () => {
        const posture = await services.postures.read(user);
        return applyDecision(posture, decide(posture), services);
      };

      const first = await apply();
      const guarded = iam.isGuarded('jane.doe');
      const second = await apply();

      expect(iam.isGuarded('jane.doe')).toBe(guarded);
      expect(second.effect).toBe(first.effect === 'applied' ? 'already-so' : first.effect);
    }),
  );
});

test('whatever happened in whatever order, a password without a device ends guarded or told as failed', async () => {
  const deliveries = fc.array(fc.record({ event: fc.nat(4), waits: fc.nat(400_000) }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(seeds, deliveries, async (seed, all) => {
      const account = anAccount().withUser('jane.doe', seed);
      for (const { event, waits } of all) {
        const at = account.clock.now();
        account.clock.advance(waits);
        const happened = [
          passwordSet('jane.doe', { at }),
          deviceRemoved('jane.doe', 'GAHT1', { at }),
          deviceAdded('jane.doe', 'GAHT1', { at }),
          renamed('john', 'jane.doe', { at }),
          signedInWithoutMfa('jane.doe', { at }),
        ].at(event)!;
        await evaluateUser(happened, account.services).catch(() => undefined);
      }

      const open = seed.password && seed.devices.length === 0;
      const toldAsFailed = account.told.some(({ kind }) => kind === 'guard-failed');
      expect(account.iam.isGuarded('jane.doe') || toldAsFailed).toBe(open || seed.guarded);
    }),
  );
});
