import { subjectOf } from './telling.ts';
import type { UserRef } from './user-ref.ts';
import type { Waiting } from './waiting.ts';

/** What a guarded user without a device is due for: a reminder after so many days, or a word to security. */
export type Due = { readonly kind: 'reminder'; readonly days: number } | { readonly kind: 'overdue' };

const A_DAY_MS = 86_400_000;

/** The schedule has a flexible window: a little less (milliseconds), so that no stage slips to the day after. */
const EARLY_MS = 3_600_000;

/** Days that an owner has after the last reminder before security is told. */
export const OVERDUE_AFTER_DAYS = 7;

/** What the reminders count from: the story that began with the guard. */
export const clockSubject = (user: UserRef): string => subjectOf('user-guarded', { user });

/** Under which a stage is remembered as told, whoever told it. */
export function stageSubject(user: UserRef, due: Due): string {
  const stage = due.kind === 'overdue' ? 'overdue' : `reminded-${due.days}`;
  return `${user.accountId}#user#${user.userName}#${stage}`;
}

/** The latest reminder whose day has come: of several that are due at once only that one is told. */
export function reminderDue(days: readonly number[], { toldAt }: Waiting, now: Date): Due | undefined {
  const come = days.filter((day) => hasPassed(day, toldAt, now));
  return come.length === 0 ? undefined : { kind: 'reminder', days: Math.max(...come) };
}

/**
 * What has to be told now, if anything. `remindedAt`, `overdueAt`: when that reminder, and security, were told; before
 * the present guard was told it was about an earlier one, and does not count.
 */
export function dueFor(
  days: readonly number[],
  waiting: Waiting,
  told: { readonly remindedAt: Date | undefined; readonly overdueAt: Date | undefined },
  now: Date,
): Due | undefined {
  const reminder = reminderDue(days, waiting, now);
  if (reminder?.kind !== 'reminder') return undefined;
  const remindedAt = sinceGuard(told.remindedAt, waiting);
  if (remindedAt === undefined) return reminder;
  // Counted from the last reminder, not from the guard: when sweeps were off, the owner still has these days.
  const isLast = reminder.days === Math.max(...days);
  const isOverdue = isLast && hasPassed(OVERDUE_AFTER_DAYS, remindedAt, now);
  return isOverdue && sinceGuard(told.overdueAt, waiting) === undefined ? { kind: 'overdue' } : undefined;
}

/** Whole days since it was told, as people count them. */
export const daysWaiting = ({ toldAt }: Waiting, now: Date): number =>
  Math.floor((now.getTime() - toldAt.getTime() + EARLY_MS) / A_DAY_MS);

const hasPassed = (days: number, since: Date, now: Date) =>
  now.getTime() - since.getTime() >= days * A_DAY_MS - EARLY_MS;

const sinceGuard = (at: Date | undefined, { toldAt }: Waiting) => (at !== undefined && at >= toldAt ? at : undefined);
