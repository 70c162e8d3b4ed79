import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reminding } from '../fakes/reminding.ts';

const A_DAY_MS = 86_400_000;

/** What may happen on a day: it is swept, or not; a user enrols; a publish or a whole attempt fails and is made again. */
const day = fc.record({
  swept: fc.boolean(),
  enrols: fc.option(fc.nat(2), { nil: undefined, freq: 8 }),
  refusals: fc.nat(2),
  attempts: fc.integer({ min: 1, max: 3 }),
  hours: fc.integer({ min: 22, max: 26 }),
});

test('whatever sweeps run, fail and run again: each stage once at most and in order, and nothing after enrolment', async () => {
  const settings = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(settings, fc.array(day, { maxLength: 30 }), async (reminderDays, course) => {
      const users = ['u0', 'u1', 'u2'];
      const { account, sweep, sweepNow } = reminding(users, { reminderDays, owners: { u0: 'a', u1: 'a', u2: 'b' } });
      const marked = new Map<string, number>();
      const { memory } = sweep.services;
      const services = {
        ...sweep.services,
        memory: {
          ...memory,
          markAllTold: (tellings: Parameters<typeof memory.markAllTold>[0], now: Date) => {
            for (const { subject } of tellings) marked.set(subject, (marked.get(subject) ?? 0) + 1);
            return memory.markAllTold(tellings, now);
          },
        },
      };
      await sweepNow(services);
      const enrolled = new Set<string>();
      const lateFor = new Set<string>();

      for (const [n, { swept, enrols, refusals, attempts, hours }] of course.entries()) {
        account.clock.advance((hours / 24) * A_DAY_MS);
        const name = enrols === undefined ? undefined : users[enrols];
        if (name !== undefined && !enrolled.has(name)) {
          account.iam.enables(name, `GAHT${n}`);
          enrolled.add(name);
        }
        if (!swept) continue;
        account.refusesPublishes(refusals);
        const before = account.told.length;
        for (let attempt = 0; attempt < attempts; attempt += 1) {
          await sweepNow(services, `day-${n}`).catch(() => undefined);
        }
        account.refusesPublishes(0);
        for (const one of account.told.slice(before)) {
          if (one.kind !== 'users-reminded' && one.kind !== 'users-overdue') continue;
          for (const { user } of one.users) if (enrolled.has(user.userName)) lateFor.add(user.userName);
        }
      }

      expect(lateFor).toEqual(new Set());
      const stages = [...marked].filter(([subject]) => /#(reminded-\d+|overdue)$/.test(subject));
      expect(stages.filter(([, times]) => times > 1)).toEqual([]);
      for (const name of users) {
        const days = stages.flatMap(([subject]) => new RegExp(`#${name}#reminded-(\\d+)$`).exec(subject)?.[1] ?? []);
        expect(days.map(Number)).toEqual(days.map(Number).toSorted((one, other) => one - other));
        // Security hears of nobody who was not reminded the last time that was set.
        if (marked.has(`111111111111#user#${name}#overdue`)) expect(days).toContain(String(Math.max(...reminderDays)));
      }
    }),
  );
});
