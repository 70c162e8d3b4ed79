import { clockSubject, type Due, dueFor, reminderDue, stageSubject } from '../domain/reminders.ts';
import type { UserRef } from '../domain/user-ref.ts';
import type { Waiting } from '../domain/waiting.ts';
import type { SweepMemory } from './ports.ts';

/** One read for a hundred users, then one for a hundred of those whose day has come. */
export async function dueAmong(
  users: readonly UserRef[],
  days: readonly number[],
  now: Date,
  memory: SweepMemory,
): Promise<readonly (Waiting & { readonly due: Due })[]> {
  const clocks = await memory.toldAmong(users.map(clockSubject));
  // Whom nobody told of the guard is not reminded of it.
  const waiting = users.flatMap((user) => {
    const told = clocks.get(clockSubject(user));
    return told === undefined ? [] : [{ user, toldAt: told.toldAt }];
  });
  const come = waiting.flatMap((one) => {
    const reminder = reminderDue(days, one, now);
    return reminder === undefined ? [] : [{ one, subjects: subjectsOf(one, reminder) }];
  });
  if (come.length === 0) return [];
  const told = await memory.toldAmong(come.flatMap(({ subjects }) => Object.values(subjects)));
  return come.flatMap(({ one, subjects }) => {
    const remindedAt = told.get(subjects.reminder)?.toldAt;
    const overdueAt = told.get(subjects.overdue)?.toldAt;
    const due = dueFor(days, one, { remindedAt, overdueAt }, now);
    return due === undefined ? [] : [{ ...one, due }];
  });
}

const subjectsOf = ({ user }: Waiting, reminder: Due) => ({
  reminder: stageSubject(user, reminder),
  overdue: stageSubject(user, { kind: 'overdue' }),
});
