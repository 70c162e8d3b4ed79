import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import { after, type Step, stepsTo, stepsWithoutSlot } from '../../shared/domain/guard-steps.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';

const managed = fc.subarray(GUARD_KINDS.map((kind): AttachedGuard => ({ kind, by: 'managed' })));
const inline = fc.option(
  fc.constantFrom(...GUARD_KINDS, 'edited' as const).map((kind): AttachedGuard => ({ kind, by: 'inline' })),
  { nil: undefined },
);
const carried = fc.tuple(managed, inline).map(([some, one]) => (one === undefined ? some : [...some, one]));
const kind = fc.constantFrom(...GUARD_KINDS);

/** What is carried before the first step, and after each. */
const states = (from: readonly AttachedGuard[], steps: readonly Step[]) =>
  steps.reduce<(readonly AttachedGuard[])[]>((all, step) => [...all, after(all.at(-1) ?? [], step)], [from]);

describe('from any guards to the one that has to be carried', () => {
  test('the last step leaves it alone, and from there nothing is left to do', () => {
    fc.assert(
      fc.property(carried, kind, (from, to) => {
        const [end = []] = states(from, stepsTo(to, from)).slice(-1);

        expect(end.map((one) => one.kind)).toEqual([to]);
        expect(stepsTo(to, end)).toEqual([]);
      }),
    );
  });

  test('whoever carried one carries one after each step, wherever a crash ends them', () => {
    fc.assert(
      fc.property(carried, kind, (from, to) => {
        for (const state of states(from, stepsTo(to, from)).slice(1)) expect(state).not.toEqual([]);
      }),
    );
  });

  test('a crash after any step leaves a state from which the next attempt ends the same', () => {
    fc.assert(
      fc.property(carried, kind, (from, to) => {
        for (const crashed of states(from, stepsTo(to, from))) {
          expect(
            states(crashed, stepsTo(to, crashed))
              .at(-1)
              ?.map((one) => one.kind),
          ).toEqual([to]);
        }
      }),
    );
  });

  test('to none is none', () => {
    fc.assert(
      fc.property(carried, (from) => {
        expect(states(from, stepsTo('none', from)).at(-1)).toEqual([]);
      }),
    );
  });
});

describe('where IAM refuses one more managed policy', () => {
  const without = (to: (typeof GUARD_KINDS)[number]) => managed.map((some) => some.filter((one) => one.kind !== to));

  test('an inline policy stands in, so that nobody is bare for a moment', () => {
    const case_ = kind.chain((to) => without(to).map((from) => [from, to] as const));
    fc.assert(
      fc.property(case_, ([from, to]) => {
        const way = stepsWithoutSlot(to, from, true);
        expect(way?.bare).toBe(false);
        for (const state of states(from, way?.steps ?? []).slice(1)) expect(state).not.toEqual([]);
        expect(
          states(from, way?.steps ?? [])
            .at(-1)
            ?.map((one) => one.kind),
        ).toEqual([to]);
      }),
    );
  });

  test('without the fallback another guard goes first, and says whether the user is bare meanwhile', () => {
    const case_ = kind.chain((to) => without(to).map((from) => [from, to] as const));
    fc.assert(
      fc.property(case_, ([from, to]) => {
        const way = stepsWithoutSlot(to, from, false);
        if (from.length === 0) {
          expect(way).toBeUndefined();
          return;
        }
        const all = states(from, way?.steps ?? []);
        expect(all.slice(1).some((state) => state.length === 0)).toBe(way?.bare);
        expect(all.at(-1)?.map((one) => one.kind)).toEqual([to]);
        // One slot is made before one is taken.
        expect(way?.steps[0]?.do).toBe('detach');
      }),
    );
  });
});
