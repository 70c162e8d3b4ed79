import type { Clock } from '../../shared/workflow/ports.ts';

export type SimulatedClock = Clock & { advance(milliseconds: number): void };

/** A clock that stands until somebody sleeps or moves it on. */
export function simulatedClock(start = '2026-11-24T12:00:00Z'): SimulatedClock {
  let at = Date.parse(start);
  const advance = (milliseconds: number) => {
    at += milliseconds;
  };
  return {
    now: () => new Date(at),
    sleep: (milliseconds) => {
      advance(milliseconds);
      return Promise.resolve();
    },
    advance,
  };
}
