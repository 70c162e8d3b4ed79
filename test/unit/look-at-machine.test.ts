import { expect, test } from 'vitest';
import { reconcileEvents } from '../../shared/workflow/reconcile-events.ts';
import { ReconciliationError } from '../../shared/workflow/reconciliation-error.ts';
import { anAccount } from '../fakes/an-account.ts';
import { aRule, sweeping, TARGET } from '../fakes/in-memory-sweep.ts';
import { passwordSet } from '../fakes/some-events.ts';

const MINUTE = 60_000;

function reconciling() {
  const account = anAccount();
  const sweep = sweeping(account);
  const codes = async () => (await reconcileEvents(() => 300_000, 8, sweep.services)).impaired.map(({ code }) => code);
  return {
    account,
    sweep,
    codes,
    /** A quarter of an hour later. */
    next: async () => {
      account.clock.advance(15 * MINUTE);
      return codes();
    },
    told: () => account.told.flatMap((one) => (one.kind === 'machine-impaired' ? [one.found] : [])),
  };
}

test('rules and trail as deployed are no trouble, and nobody is told', async () => {
  const { codes, account } = reconciling();

  expect(await codes()).toEqual([]);
  expect(account.told).toEqual([]);
});

const REWRITTEN = { targets: [{ arn: TARGET, rewritten: true }] };
const ELSEWHERE = {
  targets: [{ arn: 'arn:aws:lambda:us-east-1:222222222222:function:evaluate-user', rewritten: false }],
};
const VERSIONED = { targets: [{ arn: `${TARGET}:1`, rewritten: false }] };

test.each([
  ['is gone', undefined, 'rule-missing'],
  ['is disabled', aRule({ enabled: false }), 'rule-disabled'],
  ['has no target', aRule({ targets: [] }), 'target-missing'],
  ['has the function of another account for a target', aRule(ELSEWHERE), 'target-missing'],
  ['has a version of the function for a target', aRule(VERSIONED), 'target-missing'],
  ['hands its target something else', aRule(REWRITTEN), 'target-rewritten'],
  [
    'has targets that could not be read',
    aRule({ targets: { kind: 'unknown', why: 'AccessDenied' } }),
    'targets-unread',
  ],
] as const)('a rule that %s is told by its name', async (_, state, code) => {
  const { sweep, codes, told } = reconciling();
  sweep.hasRule('UserCredentialsRule', state);

  expect(await codes()).toEqual([code]);
  expect(told()).toEqual([[expect.objectContaining({ code, rule: 'UserCredentialsRule' })]]);
});

test('one more target beside the own one takes nothing away', async () => {
  const { sweep, codes } = reconciling();
  const beside = { arn: 'arn:aws:sqs:us-east-1:111111111111:copies', rewritten: true };
  sweep.hasRule('UserCredentialsRule', aRule({ targets: [beside, { arn: TARGET, rewritten: false }] }));

  expect(await codes()).toEqual([]);
});

test('a rule that is both off and without its target is told as both', async () => {
  const { sweep, codes } = reconciling();
  sweep.hasRule('UserCredentialsRule', aRule({ enabled: false, targets: [] }));

  expect(await codes()).toEqual(['rule-disabled', 'target-missing']);
});

test('a trail that brings nothing is told without waiting for an event to be lost', async () => {
  const { sweep, codes, told } = reconciling();
  sweep.stopsTrail();

  expect(await codes()).toEqual(['trail-missing']);
  expect(told()).toEqual([[{ code: 'trail-missing', why: 'there is no trail' }]]);
});

test('rules that could not be listed are told as not known, never as fine', async () => {
  const { sweep, codes, told } = reconciling();
  sweep.losesRules();

  expect(await codes()).toEqual(['rules-unread']);
  expect(told()).toEqual([[{ code: 'rules-unread', why: 'AccessDenied' }]]);
});

test('trouble that lasts is found by each run, and told once a day', async () => {
  const { sweep, codes, next, account, told } = reconciling();
  sweep.stopsTrail();

  for (let run = 0; run < 8; run += 1) expect(await next()).toEqual(['trail-missing']);
  expect(told()).toHaveLength(1);

  account.clock.advance(24 * 60 * MINUTE);
  await codes();
  expect(told()).toHaveLength(2);
});

test('trouble that comes on top is told at once', async () => {
  const { sweep, codes, next, told } = reconciling();
  sweep.stopsTrail();
  await codes();

  sweep.hasRule('RootSignInRule', undefined);
  await next();

  expect(told().map((found) => found.map(({ code }) => code))).toEqual([
    ['trail-missing'],
    ['trail-missing', 'rule-missing'],
  ]);
});

test('the same trouble after a cure is told anew, on the same day too', async () => {
  const { sweep, codes, next, told } = reconciling();
  sweep.hasRule('UserCredentialsRule', aRule({ enabled: false }));
  await codes();

  sweep.hasRule('UserCredentialsRule', aRule());
  expect(await next()).toEqual([]);
  sweep.hasRule('UserCredentialsRule', aRule({ enabled: false }));
  await next();

  expect(told()).toHaveLength(2);
});

test('a publish that was refused fails the run, and the next one tells', async () => {
  const { account, sweep, codes, next, told } = reconciling();
  sweep.stopsTrail();
  account.refusesPublishes(1);

  await expect(codes()).rejects.toThrow(ReconciliationError);
  await next();

  expect(told()).toHaveLength(1);
});

test('without the table it is told all the same, and a healthy run goes on', async () => {
  const { account, sweep, codes, told } = reconciling();
  account.losesTable();
  expect(await codes()).toEqual([]);

  sweep.stopsTrail();
  await codes();

  expect(told()).toHaveLength(1);
});

test('users are evaluated whatever is wrong with the rules', async () => {
  const { account, sweep, next } = reconciling();
  account.withUser('jane.doe', { password: true });
  sweep.happens(passwordSet('jane.doe', { at: account.clock.now() }));
  sweep.losesRules();

  await next();

  expect(account.iam.isGuarded('jane.doe')).toBe(true);
});
