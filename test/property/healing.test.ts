import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delayOf, type Fight, foughtOn } from '../../shared/domain/fight.ts';
import { restoring } from '../fakes/restoring.ts';
import { guardDetached } from '../fakes/some-events.ts';

const A_MINUTE_MS = 60_000;

/** In seconds; mostly short ones, so that fights grow long. */
const pauses = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 180 }) }, fc.integer({ min: 0, max: 30 * 60 })),
  { minLength: 1, maxLength: 60 },
);

test('any sequence of detaches ends guarded, and is never open for fifteen minutes', async () => {
  await fc.assert(
    fc.asyncProperty(pauses, async (seconds) => {
      const here = restoring();
      const { clock, iam } = here.account;
      here.account.withUser('jane.doe', { password: true, guarded: true });
      let openSince = clock.now().getTime();
      const forward = async (milliseconds: number) => {
        const end = clock.now().getTime() + milliseconds;
        while (clock.now().getTime() < end) {
          clock.advance(Math.min(A_MINUTE_MS, end - clock.now().getTime()));
          await here.bringDue();
          if (iam.isGuarded('jane.doe')) openSince = clock.now().getTime();
          expect(clock.now().getTime() - openSince).toBeLessThan(15 * A_MINUTE_MS);
        }
      };
      for (const [nth, pause] of seconds.entries()) {
        if (iam.isGuarded('jane.doe')) {
          iam.detachesGuard('jane.doe');
          openSince = clock.now().getTime();
          await here.happens(guardDetached('jane.doe', { at: clock.now(), eventId: `e-${nth}` }));
        }
        await forward(pause * 1000);
      }
      await forward(15 * A_MINUTE_MS);
      expect(iam.isGuarded('jane.doe')).toBe(true);
    }),
  );
});

test('the delay grows while a fight lasts, and the first two restores have none', () => {
  fc.assert(
    fc.property(pauses, (seconds) => {
      let fight: Fight | undefined;
      let at = Date.parse('2026-11-24T12:00:00Z');
      for (const [nth, pause] of seconds.entries()) {
        at = Math.max(at, fight?.lastAt.getTime() ?? 0) + pause * 1000;
        const before = fight;
        fight = foughtOn(before, `e-${nth}`, new Date(at));
        const isOver = before === undefined || at - before.lastAt.getTime() > 10 * A_MINUTE_MS;
        if (isOver) expect(fight.restores).toBe(1);
        else expect(delayOf(fight.restores)).toBeGreaterThanOrEqual(delayOf(before.restores));
        expect(fight.lastAt.getTime() - at).toBe(delayOf(fight.restores));
      }
    }),
  );
});

test('two restores within ten minutes are put off by nothing, and the third one is, if all three fall into them', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-11-24T12:00:00Z') + minutes * A_MINUTE_MS);
  const after = (...minutes: readonly number[]) =>
    minutes.reduce<Fight | undefined>((fight, minute, i) => foughtOn(fight, `e-${i}`, at(minute)), undefined);

  expect(delayOf(after(0, 5)?.restores ?? 0)).toBe(0);
  expect(delayOf(after(0, 5, 9)?.restores ?? 0)).toBe(A_MINUTE_MS);
  expect(delayOf(after(0, 8, 16)?.restores ?? 0)).toBe(0);
  expect(delayOf(after(0, 8, 16, 17)?.restores ?? 0)).toBe(A_MINUTE_MS);
});
