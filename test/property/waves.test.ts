import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../shared/domain/decide.ts';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import { guardOf } from '../../shared/domain/posture.ts';
import { PLAIN_RULES } from '../../shared/domain/rules.ts';
import { isInWave, parsePatterns, type Pattern, type Traits, type Wave } from '../../shared/domain/wave.ts';
import { matchesWildcard } from '../../shared/domain/wildcard.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceRemoved, passwordSet, virtualDevice } from '../fakes/some-events.ts';

const PHONE = virtualDevice('phone');
const NAMES = ['jane.doe', 'john.roe', 'mary.major'];

const patterns = fc.uniqueArray(
  fc.constantFrom('path:/eng/*', 'path:/ops/', 'group:developers*', 'group:admins', 'tag:wave=1', 'tag:wave=?'),
  { maxLength: 3 },
);
const parsed = (texts: readonly string[]): readonly Pattern[] => parsePatterns(texts.join(',')) ?? [];
const anyWave: fc.Arbitrary<Wave> = fc.record({
  include: patterns.map(parsed),
  exclude: patterns.map((texts) => parsed(texts.filter((text) => !text.startsWith('tag:')))),
});
const place = fc.record({
  path: fc.constantFrom('/', '/eng/', '/eng/web/', '/ops/'),
  groups: fc.uniqueArray(fc.constantFrom('developers-1', 'admins', 'all'), { maxLength: 2 }),
  tags: fc.constantFrom<Record<string, string>>({}, { wave: '1' }, { wave: '2' }),
});
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyTraits: fc.Arbitrary<Traits> = place.chain((known) =>
  fc.record({
    userId: maybe(fc.constant('AIDA1')),
    path: maybe(fc.constant(known.path)),
    groups: maybe(fc.constant(known.groups)),
    tags: maybe(fc.constant(known.tags)),
  }),
);

const anyPosture = fc.record({
  kind: fc.constant('user' as const),
  user: fc.constant({ accountId: '111111111111', userName: 'jane.doe' }),
  console: fc.constantFrom(
    { kind: 'password' as const, createdAt: new Date(0) },
    { kind: 'no-password' as const },
    { kind: 'unknown' as const, why: 'AccessDenied' },
  ),
  devices: fc.constantFrom(
    { kind: 'devices' as const, all: [] },
    { kind: 'devices' as const, all: [{ serial: PHONE, kind: 'virtual' as const, enabledAt: new Date(0) }] },
    { kind: 'unknown' as const, why: 'AccessDenied' },
  ),
  guard: fc.oneof(
    fc.constant({ kind: 'unknown' as const, why: 'AccessDenied' }),
    fc
      .uniqueArray(fc.constantFrom(...GUARD_KINDS), { maxLength: 2 })
      .map((kinds) => guardOf(kinds.map((kind) => ({ kind, by: 'managed' })))),
  ),
});
const anyRules = fc.record({
  scope: fc.constantFrom('password-without-device' as const, 'every-password' as const),
  phases: fc.constantFrom('one' as const, 'two' as const),
});

test('whoever carries a guard, or may, is decided the same with any wave', () => {
  fc.assert(
    fc.property(anyPosture, anyRules, (posture, chosen) => {
      const rules = { ...PLAIN_RULES, ...chosen };
      const [inside, outside] = [decide(posture, rules), decide(posture, rules, undefined, 'outside')];

      if (posture.guard.kind !== 'not-attached') expect(outside).toEqual(inside);
      // A wave never takes a guard off, nor makes anybody compliant.
      expect(outside.compliance).toBe(inside.compliance);
      expect([inside.desired, 'as-is']).toContain(outside.desired);
    }),
  );
});

test('a wave that is widened loses nobody, and one that excludes more gains nobody', () => {
  fc.assert(
    fc.property(anyWave, patterns.map(parsed), anyTraits, (wave, more, traits) => {
      const wider = { ...wave, include: wave.include.length === 0 ? [] : [...wave.include, ...more] };
      const narrower = { ...wave, exclude: [...wave.exclude, ...more] };

      if (isInWave(wave, traits)) expect(isInWave(wider, traits)).toBe(true);
      if (isInWave(narrower, traits)) expect(isInWave(wave, traits)).toBe(true);
    }),
  );
});

test('a trait that could not be read delays nobody whom it might let in', () => {
  fc.assert(
    fc.property(anyWave, anyTraits, fc.constantFrom('path', 'groups', 'tags'), (wave, traits, lost) => {
      if (isInWave(wave, traits)) expect(isInWave(wave, { ...traits, [lost]: undefined })).toBe(true);
    }),
  );
});

test('a glob of the text itself with any parts replaced by stars fits it', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z*?.]{0,4}$/), { maxLength: 5 }), fc.nat(31), (parts, stars) => {
      const glob = parts.map((part, nth) => ((stars >> nth) & 1 ? '*' : part.replaceAll('*', '?'))).join('');

      expect(matchesWildcard(glob, parts.join(''))).toBe(true);
      if (!glob.includes('?')) expect(matchesWildcard(glob, `${parts.join('')}Z`)).toBe(glob.endsWith('*'));
    }),
  );
});

test('any text is patterns or none, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), anyTraits, (text, traits) => {
      const include = parsePatterns(text);
      if (include !== undefined) expect(typeof isInWave({ include, exclude: [] }, traits)).toBe('boolean');
    }),
  );
});

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('password', 'enrol', 'lose'), name: fc.constantFrom(...NAMES) }),
  fc.record({ kind: fc.constant('move'), name: fc.constantFrom(...NAMES), to: place }),
  fc.record({ kind: fc.constant('sweep'), name: fc.constant('') }),
);

test('once in at a sweep, always in: no change of path, group or tag keeps a guard from whoever was', async () => {
  await fc.assert(
    fc.asyncProperty(anyWave, fc.array(step, { maxLength: 14 }), async (wave, steps) => {
      const account = anAccount({ wave });
      const { iam, clock, services } = account;
      for (const name of NAMES) account.withUser(name, { password: true, devices: [PHONE] });
      const bulk = sweeping(account);
      const everIn = new Set<string>();
      let sweeps = 0;
      const sweep = async () => {
        sweeps += 1;
        bulk.reports();
        const rules = { scope: 'password-without-device', maxNewGuards: 10, atOnce: 1 } as const;
        const request = { ...rules, sweepId: `s-${sweeps}`, heartbeatDays: 0, reminderDays: [] };
        await runSweep(
          request,
          () => 600_000,
          () => Promise.resolve([]),
          bulk.services,
        );
        for (const user of iam.all()) if (isInWave(wave, user)) everIn.add(user.name);
      };
      const expectHeld = (names: readonly string[]) => {
        for (const { name, devices, guarded, ...user } of iam.all()) {
          if (!names.includes(name) || devices.length > 0 || guarded) continue;
          expect({ name, held: everIn.has(name) || isInWave(wave, user) }).toEqual({ name, held: false });
        }
      };
      const everGuarded = new Set<string>();
      for (const [nth, one] of steps.entries()) {
        const when = { at: clock.now(), eventId: `e-${nth}` };
        if (one.kind === 'sweep') await sweep();
        if (one.kind === 'move' && 'to' in one) iam.moves(one.name, one.to);
        if (one.kind === 'enrol') iam.enables(one.name, PHONE);
        if (one.kind === 'lose') iam.deactivates(one.name, PHONE);
        if (one.kind === 'lose') await evaluateUser(deviceRemoved(one.name, PHONE, when), services);
        if (one.kind === 'password') await evaluateUser(passwordSet(one.name, when), services);
        if (one.kind === 'sweep') expectHeld(NAMES);
        if (one.kind === 'lose' || one.kind === 'password') expectHeld([one.name]);
        for (const name of everGuarded) expect(iam.isGuarded(name)).toBe(true);
        for (const { name, guarded } of iam.all()) if (guarded) everGuarded.add(name);
      }
    }),
    { numRuns: 400 },
  );
});
