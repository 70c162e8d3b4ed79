import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceRemoved, passwordSet, virtualDevice } from '../fakes/some-events.ts';

const FROM = new Date('2026-12-01T08:00:00Z');
const A_DAY_MS = 86_400_000;
const NAMES = ['jane.doe', 'john.roe', 'mary.major'];
const PHONE = virtualDevice('phone');

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('password', 'enrol', 'lose'), name: fc.constantFrom(...NAMES) }),
  fc.record({ kind: fc.constant('sweep'), name: fc.constant('') }),
  fc.record({ kind: fc.constant('wait'), days: fc.integer({ min: 0, max: 4 }), name: fc.constant('') }),
);

test('before the date nobody is changed; after it whoever is open is guarded by the next event or sweep', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.constantFrom('one', 'two'), async (steps, phases) => {
      const account = anAccount({ from: FROM, rules: { phases } });
      const { iam, clock, services } = account;
      for (const name of NAMES) account.withUser(name, { password: true });
      const bulk = sweeping(account);
      let sweeps = 0;
      const sweep = async () => {
        sweeps += 1;
        bulk.reports();
        const rules = { scope: 'password-without-device', maxNewGuards: 0, atOnce: 1 } as const;
        const request = { ...rules, sweepId: `s-${sweeps}`, heartbeatDays: 0, reminderDays: [] };
        await runSweep(
          request,
          () => 600_000,
          () => Promise.resolve([]),
          bulk.services,
        ).catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'TooManyNewGuardsError' });
        });
      };
      for (const [nth, one] of steps.entries()) {
        const isEarly = clock.now() < FROM;
        const when = { at: clock.now(), eventId: `e-${nth}` };
        if (one.kind === 'wait' && 'days' in one) clock.advance(one.days * A_DAY_MS);
        if (one.kind === 'sweep') await sweep();
        if (one.kind === 'enrol') iam.enables(one.name, PHONE);
        if (one.kind === 'lose') iam.deactivates(one.name, PHONE);
        if (one.kind === 'lose') await evaluateUser(deviceRemoved(one.name, PHONE, when), services);
        if (one.kind === 'password') await evaluateUser(passwordSet(one.name, when), services);
        const user = iam.all().find(({ name }) => name === one.name);
        if (isEarly && clock.now() < FROM) expect(iam.all().every(({ guarded }) => !guarded)).toBe(true);
        if (!isEarly && user?.devices.length === 0) expect(user.guarded || one.kind === 'enrol').toBe(true);
      }
      // What a sweep before the date has announced is what the one after it lets through.
      if (clock.now() < FROM) await sweep();
      const announced = bulk.announced()?.users ?? 0;
      clock.advance(Math.max(0, FROM.getTime() - clock.now().getTime()));
      const due = iam.all().filter(({ devices, guarded }) => !guarded && (phases === 'two' || devices.length === 0));
      await sweep();
      const open = iam.all().filter(({ devices, guarded }) => devices.length === 0 && !guarded);
      if (due.length <= announced) expect(open).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
