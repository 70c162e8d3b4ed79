const A_DAY_MS = 86_400_000;

/** Whole days from then until now. */
export const daysSince = (then: Date, now: Date): number => Math.floor((now.getTime() - then.getTime()) / A_DAY_MS);

/** The latest of the dates that are known. */
export function latestOf(...dates: readonly (Date | undefined)[]): Date | undefined {
  const times = dates.filter((date) => date !== undefined).map((date) => date.getTime());
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}
