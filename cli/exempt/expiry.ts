import { InvalidArgumentError } from 'commander';

/** When an exemption ends: at a moment, or so many days from now. */
export type Expiry = { readonly kind: 'at'; readonly at: Date } | { readonly kind: 'in'; readonly days: number };

const DAYS = /^(\d{1,4})d$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A date is its first moment in UTC. Throws commander's InvalidArgumentError, which becomes one sentence. */
export function expiry(text: string): Expiry {
  const days = DAYS.exec(text)?.[1];
  if (days !== undefined) return { kind: 'in', days: Number(days) };
  const at = new Date(MOMENT.test(text) ? text : NaN);
  // JavaScript takes the 31st of a shorter month for a day of the next one.
  const isDay = !Number.isNaN(at.getTime()) && (text.length > 10 || at.toISOString().startsWith(text));
  if (isDay) return { kind: 'at', at };
  throw new InvalidArgumentError('It must be a date such as 2027-01-31, a moment such as 2027-01-31T12:00Z, or 30d.');
}

export const momentOf = (when: Expiry, now: Date): Date =>
  when.kind === 'at' ? when.at : new Date(now.getTime() + when.days * 86_400_000);
