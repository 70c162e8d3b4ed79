/** How often the guard of one user was put back lately: what the state table remembers. */
export type Fight = {
  /** Restores that followed upon one another. */
  readonly restores: number;
  /** When the last one was done or is due, and the one before it. */
  readonly lastAt: Date;
  readonly beforeAt: Date;
  /** The event that led to the last one: brought again, it counts once. */
  readonly eventId: string;
};

/** Who takes the guard off twice within it (milliseconds) may have made a mistake; the third time it is a fight. */
const WINDOW_MS = 10 * 60_000;

/** At once for the first two; then a minute, doubled each time. */
const FIRST_DELAY_MS = 60_000;

/** With what delivery and the attach take, nobody stays open for fifteen minutes. */
const LONGEST_DELAY_MS = 14 * 60_000;

/** The fight as it stands after one more detach. It ends once the guard stays on for the window. */
export function foughtOn(fight: Fight | undefined, eventId: string, now: Date): Fight {
  if (fight?.eventId === eventId) return fight;
  const restores = isOver(fight, now) ? 1 : restoresWith(fight, now);
  const lastAt = new Date(now.getTime() + delayOf(restores));
  return { restores, lastAt, beforeAt: fight?.lastAt ?? lastAt, eventId };
}

/** Milliseconds until the restore: never more than the longest delay, and never no restore at all. */
export function delayOf(restores: number): number {
  return restores < 3 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (restores - 3), LONGEST_DELAY_MS);
}

const isOver = (fight: Fight | undefined, now: Date): fight is undefined =>
  fight === undefined || now.getTime() - fight.lastAt.getTime() > WINDOW_MS;

/** The third one counts only if all three fall into the window. */
function restoresWith({ restores, beforeAt }: Fight, now: Date): number {
  const isThird = restores === 2 && now.getTime() - beforeAt.getTime() > WINDOW_MS;
  return isThird ? 2 : restores + 1;
}
