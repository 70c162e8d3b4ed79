import { expect, test } from 'vitest';
import type { SweepSettings } from '../../shared/runtime/settings.ts';
import { readBody, SweepRequestError, toSweepRequest } from '../../shared/runtime/sweep-request.ts';

const OWN = '111111111111';
const settings = {
  ACCOUNT_ID: OWN,
  SCOPE: 'every-password',
  MAX_NEW_GUARDS: 100,
  CONCURRENCY: 8,
  HEARTBEAT_DAYS: 7,
  REMINDER_DAYS: [1, 3, 7],
} as SweepSettings;
const request = (event: unknown) => toSweepRequest(event, settings, { id: 'r-1', remaining: () => 900_000 });
const asSet = {
  sweepId: 'r-1',
  scope: 'every-password',
  maxNewGuards: 100,
  atOnce: 8,
  heartbeatDays: 7,
  reminderDays: [1, 3, 7],
};

test.each([[{}], [undefined], [null], [{ accountId: OWN }], [{ unheardOf: 1 }]])('%j is what is set', (event) => {
  expect(request(event)).toEqual(asSet);
});

test.each([0, 5, 800])('a stated number of users, %i, goes before the one that is set', (maxNewGuards) => {
  expect(request({ maxNewGuards })).toEqual({ ...asSet, maxNewGuards, named: true });
});

test('another account is refused by both, not taken for the own', () => {
  expect(() => request({ accountId: '222222222222' })).toThrow(SweepRequestError);
  expect(() => readBody({ accountId: '222222222222' }, OWN)).toThrow(
    'Account 222222222222 is not reached by this stack',
  );
});

test.each([
  [{ maxNewGuards: -1 }, 'maxNewGuards must not be negative'],
  [{ maxNewGuards: 1.5 }, 'maxNewGuards must be whole'],
  [{ maxNewGuards: '800' }, 'maxNewGuards must be a number'],
  [{ maxNewGuards: Number.NaN }, 'maxNewGuards must be a number'],
  [{ accountId: 111_111_111_111 }, 'accountId must be text'],
  [{ accountId: '12' }, 'accountId must be twelve digits'],
  ['{}', 'body '],
])('%j is refused with a sentence that names the field', (event, sentence) => {
  expect(() => request(event)).toThrow(SweepRequestError);
  expect(() => request(event)).toThrow(sentence);
});
