import { describe, expect, test } from 'vitest';
import { daysWaiting, dueFor, reminderDue, stageSubject } from '../../shared/domain/reminders.ts';

const DAYS = [1, 3, 7];
const TOLD_AT = new Date('2026-11-01T03:05:00Z');
const user = { accountId: '111111111111', userName: 'jane.doe' };
const waiting = { user, toldAt: TOLD_AT };
const after = (days: number, hours = 0) => new Date(TOLD_AT.getTime() + (days * 24 + hours) * 3_600_000);
const never = { remindedAt: undefined, overdueAt: undefined };
const reminder = (days: number) => ({ kind: 'reminder', days });

describe('a reminder', () => {
  test.each([
    [0, undefined],
    [1, reminder(1)],
    [2, reminder(1)],
    [3, reminder(3)],
    [6, reminder(3)],
    [7, reminder(7)],
    [400, reminder(7)],
  ])('%d days after the guard was told: the latest whose day has come', (days, expected) => {
    expect(reminderDue(DAYS, waiting, after(days))).toEqual(expected);
    expect(dueFor(DAYS, waiting, never, after(days))).toEqual(expected);
  });

  test('does not slip to the next day when the sweep begins some minutes earlier in its window', () => {
    expect(reminderDue(DAYS, waiting, after(1, -0.25))).toEqual(reminder(1));
    expect(reminderDue(DAYS, waiting, after(1, -2))).toBeUndefined();
  });

  test('is told in the order of its days, whatever the order of the setting', () => {
    expect(reminderDue([7, 1, 3], waiting, after(4))).toEqual(reminder(3));
    expect(dueFor([7, 1, 3], waiting, { ...never, remindedAt: after(7) }, after(14))).toEqual({ kind: 'overdue' });
  });

  test('that was told is not told again', () => {
    expect(dueFor(DAYS, waiting, { ...never, remindedAt: after(3) }, after(4))).toBeUndefined();
  });

  test('that was told of an earlier guard is told of the present one', () => {
    expect(dueFor(DAYS, waiting, { ...never, remindedAt: after(-20) }, after(3))).toEqual(reminder(3));
  });

  test('is never due where none is set', () => {
    expect(dueFor([], waiting, never, after(400))).toBeUndefined();
  });
});

describe('security is told', () => {
  test('seven days after the last reminder, and no sooner', () => {
    const told = { ...never, remindedAt: after(7) };

    expect(dueFor(DAYS, waiting, told, after(13))).toBeUndefined();
    expect(dueFor(DAYS, waiting, told, after(14))).toEqual({ kind: 'overdue' });
  });

  test('only once the owner had these days: sweeps that were off for a month begin with the reminder', () => {
    expect(dueFor(DAYS, waiting, never, after(30))).toEqual(reminder(7));
    expect(dueFor(DAYS, waiting, { ...never, remindedAt: after(30) }, after(31))).toBeUndefined();
    expect(dueFor(DAYS, waiting, { ...never, remindedAt: after(30) }, after(37))).toEqual({ kind: 'overdue' });
  });

  test('once, and again only of a later guard', () => {
    const remindedAt = after(7);

    expect(dueFor(DAYS, waiting, { remindedAt, overdueAt: after(14) }, after(60))).toBeUndefined();
    expect(dueFor(DAYS, waiting, { remindedAt, overdueAt: after(-60) }, after(60))).toEqual({ kind: 'overdue' });
  });
});

test('each stage of each user is a story of its own', () => {
  const subjects = [
    { kind: 'reminder', days: 1 } as const,
    { kind: 'reminder', days: 3 } as const,
    { kind: 'overdue' } as const,
  ].map((due) => stageSubject(user, due));

  expect(subjects).toEqual([
    '111111111111#user#jane.doe#reminded-1',
    '111111111111#user#jane.doe#reminded-3',
    '111111111111#user#jane.doe#overdue',
  ]);
});

test('days are counted as people count them, in spite of the minutes between two sweeps', () => {
  expect([after(0), after(1, -0.25), after(2, -2), after(7)].map((now) => daysWaiting(waiting, now))).toEqual([
    0, 1, 1, 7,
  ]);
});
