import { expect, test } from 'vitest';
import type { Inventory, ReportRow } from '../../shared/domain/inventory.ts';
import { PLAIN_RULES } from '../../shared/domain/rules.ts';
import { suspectsOf } from '../../shared/domain/suspects.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const UNKNOWN = { kind: 'unknown', why: 'AccessDenied' } as const;

const row = (userName: string, change: Partial<ReportRow> = {}): ReportRow => ({
  userName,
  arn: `arn:aws:iam::111111111111:user/${userName}`,
  isRoot: false,
  passwordEnabled: false,
  passwordLastUsed: undefined,
  passwordLastChanged: undefined,
  mfaActive: false,
  accessKeys: [],
  ...change,
});

/** An account of which only the report could be read. */
const reported = (rows: readonly ReportRow[]): Inventory => ({
  readAt: AT,
  report: { kind: 'report', generatedAt: AT, rows },
  details: UNKNOWN,
  virtualDevices: UNKNOWN,
  summary: UNKNOWN,
  history: { complete: true, events: [] },
});

const namesIn = (inventory: Inventory) =>
  suspectsOf(inventory, {
    accountId: '111111111111',
    guardArn: 'arn:aws:iam::111111111111:policy/guard',
    rules: PLAIN_RULES,
  }).map(({ user }) => user.userName);

test('a password of which the report says nothing may be one', () => {
  expect(namesIn(reported([row('unsaid', { passwordEnabled: 'unknown' }), row('robot')]))).toEqual(['unsaid']);
});

test('root is no user: no sweep looks at it, whatever its row says', () => {
  const root = row('<root_account>', { isRoot: true, passwordEnabled: true });

  expect(namesIn(reported([root, row('open', { passwordEnabled: true })]))).toEqual(['open']);
});

test('who was moved to another path since the report is looked at once', () => {
  const moved = {
    userName: 'moved',
    arn: 'arn:aws:iam::111111111111:user/elsewhere/moved',
    userId: 'AIDAMOVED',
    createdAt: AT,
    groups: [],
    attachedPolicies: [],
    inlinePolicies: [],
    tags: {},
  };
  const details = { kind: 'details', users: [moved], groups: [], policies: [] } as const;

  expect(namesIn({ ...reported([row('moved', { passwordEnabled: true })]), details })).toEqual(['moved']);
});
