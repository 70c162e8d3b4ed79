import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readChoices } from '../../infrastructure/deployment-choices.ts';
import { readSweepSettings } from '../../shared/runtime/settings.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';

const SWEEP = {
  ...ENVIRONMENT,
  SCOPE: 'password-without-device',
  MAX_NEW_GUARDS: '100',
  CONCURRENCY: '8',
  HEARTBEAT_DAYS: '7',
  PRUNE_DEVICES: 'off',
};
const readDays = (REMINDER_DAYS: string | undefined) => readSweepSettings({ ...SWEEP, REMINDER_DAYS }).REMINDER_DAYS;
const PATTERN = /ReminderDays:[^]*?AllowedPattern: (\S+)/.exec(
  readFileSync(`${import.meta.dirname}/../../infrastructure/parameters.yml`, 'utf8'),
)?.[1];

describe('the days of reminders', () => {
  test.each([
    ['1,3,7', [1, 3, 7]],
    ['14', [14]],
    ['3,3,1', [3, 1]],
    ['off', []],
  ])('%s is understood', (setting, days) => {
    expect(readDays(setting)).toEqual(days);
    expect(readChoices(['--param', 'Mode=observe', '--param', `ReminderDays=${setting}`])).toMatchObject({
      kind: 'chosen',
    });
    expect(setting).toMatch(new RegExp(PATTERN ?? '^never$'));
  });

  test.each(['0', '1,0', '1;3', '1,', ',1', 'daily', '1, 3', '1000', '-1'])('%s is refused by name', (setting) => {
    expect(() => readDays(setting)).toThrow('REMINDER_DAYS must be days with commas between them, or off');
    expect(readChoices(['--param', 'Mode=observe', '--param', `ReminderDays=${setting}`])).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('such as 1,3,7, or off') as string,
    });
    expect(setting).not.toMatch(new RegExp(PATTERN ?? '.*'));
  });

  test('are not left out: the stack sets them', () => {
    expect(() => readDays(undefined)).toThrow('REMINDER_DAYS is missing');
  });
});
