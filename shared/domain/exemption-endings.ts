import { type Exemption, isInForce } from './exemption.ts';

/** What is announced of an exemption's end: so many days before it, and that it has come. */
export type Ending = { readonly kind: 'ends-soon'; readonly days: number } | { readonly kind: 'ended' };

/** An exemption and what has to be told of its end. */
export type EndingExemption = { readonly exemption: Exemption; readonly ending: Ending };

/** Days before the end at which it is announced. */
export const ANNOUNCED_DAYS = [3, 14] as const;

const A_DAY_MS = 86_400_000;

/** The schedule of the sweep has a flexible window: a little early (milliseconds), so that no stage slips by a day. */
const EARLY_MS = 3_600_000;

/** The stage that has come, the nearest to the end; none while the end is far, or where nobody is freed anyway. */
export function endingOf(exemption: Exemption, now: Date): Ending | undefined {
  const left = exemption.expiresAt.getTime() - now.getTime();
  if (left <= 0) return { kind: 'ended' };
  if (!isInForce(exemption, now)) return undefined;
  const days = ANNOUNCED_DAYS.find((announced) => left <= announced * A_DAY_MS + EARLY_MS);
  return days === undefined ? undefined : { kind: 'ends-soon', days };
}

/** Under which a stage is remembered as told. A renewed exemption has another end, and is announced anew. */
export function endingSubject(accountId: string, { exemption, ending }: EndingExemption): string {
  const stage = ending.kind === 'ended' ? 'ended' : `ends-in-${ending.days}`;
  return `${accountId}#exemption#${exemption.userId}#${exemption.expiresAt.toISOString()}#${stage}`;
}
