import { expect, test } from 'vitest';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Subscriptions } from '../../shared/domain/findings/finding-context.ts';
import { findingsOfSweep } from '../../shared/runtime/findings-of-sweep.ts';
import { readInventory } from '../../shared/workflow/read-inventory.ts';
import { sweepAccount } from '../../shared/workflow/sweep-account.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

type Account = ReturnType<typeof anAccount>;
type OfStack = { subscriptions?: readonly Subscriptions[] };

/** What is found after a sweep of the account that may guard so many. */
async function foundIn(account: Account, { maxNewGuards = 100, ...ofStack }: OfStack & { maxNewGuards?: number } = {}) {
  const { services } = sweeping(account);
  const inventory = await readInventory(services);
  const rules = { rules: services.rules, maxNewGuards, atOnce: 8, exemptions: [] } as const;
  const sweep = await sweepAccount(
    inventory,
    rules,
    () => 900_000,
    services,
    () => Promise.resolve(),
  );
  const { subscriptions = [] } = ofStack;
  return findingsOfSweep({
    ...services,
    readSubscriptions: () => Promise.resolve(subscriptions),
  })(inventory, sweep);
}

const open = (findings: readonly Finding[]) => findings.filter(({ code }) => code === 'password-without-device');
const jane = 'arn:aws:iam::111111111111:user/jane';

test('whom the sweep has just guarded is told as guarded', async () => {
  const account = anAccount().withUser('jane', { password: true });

  expect(open(await foundIn(account))).toMatchObject([
    { resource: jane, status: 'open', severity: 'high', facts: { guarded: true, source: 'live' } },
  ]);
});

test.each([
  ['in observe', anAccount({ mode: 'observe' }), 100],
  ['behind the fuse', anAccount(), 0],
] as const)('whom the sweep did not guard, %s, is told as open', async (_, account, maxNewGuards) => {
  account.withUser('jane', { password: true });

  expect(open(await foundIn(account, { maxNewGuards }))).toMatchObject([
    { resource: jane, severity: 'critical', facts: { guarded: false } },
  ]);
});

test('whom the quota kept from the guard is told as open', async () => {
  const account = anAccount().withUser('jane', { password: true, otherPolicies: 10 });

  expect(open(await foundIn(account))).toMatchObject([{ severity: 'critical', facts: { guarded: false } }]);
});

test.each(['console', 'devices'] as const)(
  'a suspect whose %s could not be read is insufficient data',
  async (fact) => {
    const account = anAccount().withUser('jane', { password: true });
    account.iam.refuses(fact);

    expect(open(await foundIn(account))).toMatchObject([
      { resource: jane, status: 'insufficient-data', facts: { why: 'AccessDenied' } },
    ]);
  },
);

test.each([
  ['deny', 'access-key-would-be-denied'],
  ['allow', 'key-spared'],
  ['spare-in-use', 'key-spared'],
] as const)('with long-term keys %s a key in use of whom the sweep has guarded is %s', async (longTermKeys, code) => {
  const account = anAccount({ rules: { longTermKeys } });
  account.withUser('jane', { password: true, keys: { kind: 'in-use' } });

  const found = await foundIn(account);

  expect(found.filter((one) => /^key-spared|denied$/.test(one.code))).toMatchObject([{ code, resource: jane }]);
});

test('what the stack rests on is told: the guard and the subscribers', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:111111111111:security';
  const found = await foundIn(anAccount(), {
    subscriptions: [{ topicArn, audience: 'security', confirmed: 0, pending: 1, deleted: 0 }],
  });

  expect(found).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ code: 'nobody-subscribed', resource: topicArn }),
      expect.objectContaining({ code: 'guard-missing-or-edited', facts: { how: 'missing' } }),
    ]),
  );
});
