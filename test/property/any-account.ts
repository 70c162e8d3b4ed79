import fc from 'fast-check';
import type { FindingContext } from '../../shared/domain/findings/finding-context.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import type { Inventory } from '../../shared/domain/inventory.ts';
import { guardOf } from '../../shared/domain/posture.ts';
import { deviceKindOf } from '../../shared/domain/mfa-device.ts';

const ID = '111111111111';
const NOW = new Date('2026-11-24T03:00:00Z');
const GUARD = `arn:aws:iam::${ID}:policy/aws-mfa-enforcer-guard`;
export const ROOT_ARN = `arn:aws:iam::${ID}:root`;

type Account = { inventory: Inventory; context: FindingContext };

const unknown = fc
  .constantFrom('AccessDenied', 'ThrottlingException')
  .map((why) => ({ kind: 'unknown' as const, why }));
const maybe = <T>(part: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: part }, { weight: 1, arbitrary: unknown });
const date = fc.integer({ min: 0, max: 400 }).map((days) => new Date(NOW.getTime() - days * 86_400_000));
const perhapsDate = fc.option(date, { nil: undefined });

const allow = (Action: unknown, Resource: unknown = '*') =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource }] });
const documents = [
  allow('*'),
  allow('s3:*'),
  allow(['sts:AssumeRole', 'iam:PassRole']),
  allow('lambda:*'),
  allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}'),
  JSON.stringify({ Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }),
  'no policy',
];
const policyArns = [
  GUARD,
  'arn:aws:iam::aws:policy/AdministratorAccess',
  `arn:aws:iam::${ID}:policy/own`,
  `arn:aws:iam::${ID}:policy/lost`,
  `${GUARD}-keys-allowed`,
];
const groupNames = ['admins', 'people', 'lost'];
const inline = fc.uniqueArray(fc.constantFrom(...documents), { maxLength: 2 });
const attached = fc.uniqueArray(fc.constantFrom(...policyArns), { maxLength: 2 });

const serials = [`arn:aws:iam::${ID}:mfa/phone`, `arn:aws:iam::${ID}:u2f/user/u/key`, 'GAHT12345678'];
const devices = maybe(
  fc.array(fc.constantFrom(...serials), { maxLength: 2 }).map((all) => ({
    kind: 'devices' as const,
    all: all.map((serial) => ({ serial, kind: deviceKindOf(serial), enabledAt: NOW })),
  })),
);
const console = maybe(
  fc.oneof(
    fc.constant({ kind: 'no-password' as const }),
    date.map((createdAt) => ({ kind: 'password' as const, createdAt })),
  ),
);
const guard = maybe(fc.constantFrom(...GUARD_KINDS.map((kind) => guardOf([{ kind, by: 'managed' }])), guardOf([])));
const key = fc.record({ active: fc.boolean(), lastUsed: perhapsDate, lastRotated: perhapsDate });

const user = fc.record({
  inReport: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  inDetails: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  passwordEnabled: fc.constantFrom<(boolean | 'unknown')[]>(true, true, false, 'unknown'),
  passwordLastUsed: perhapsDate,
  passwordLastChanged: perhapsDate,
  mfaActive: fc.boolean(),
  accessKeys: fc.array(key, { maxLength: 2 }),
  createdAt: perhapsDate,
  groups: fc.uniqueArray(fc.constantFrom(...groupNames), { maxLength: 2 }),
  attached,
  inline,
  virtual: fc.nat(2),
  live: fc.option(
    fc.oneof({ weight: 6, arbitrary: fc.record({ console, devices, guard }) }, fc.constant('gone' as const)),
    { nil: undefined },
  ),
  deep: fc.option(devices, { nil: undefined }),
});
type User = typeof user extends fc.Arbitrary<infer T> ? T : never;

const rootRow = fc.record({
  passwordEnabled: fc.constantFrom<(boolean | 'unknown')[]>(true, false, 'unknown'),
  mfaActive: fc.boolean(),
  passwordLastUsed: perhapsDate,
  passwordLastChanged: perhapsDate,
  accessKeys: fc.array(key, { maxLength: 2 }),
});

const around = fc.record({
  root: rootRow,
  rootHasVirtual: fc.boolean(),
  orphans: fc.nat(2),
  summary: fc.record({
    kind: fc.constant('summary' as const),
    rootHasMfa: fc.boolean(),
    rootHasPassword: fc.boolean(),
    rootAccessKeys: fc.nat(2),
  }),
  historyNames: fc.array(fc.nat(5), { maxLength: 2 }),
  complete: fc.boolean(),
  groups: fc.tuple(attached, inline, attached, inline),
  deep: fc.boolean(),
  longTermKeys: fc.constantFrom('deny' as const, 'allow' as const, 'spare-in-use' as const),
  guardPolicies: maybe(
    fc
      .array(
        fc.constantFrom({ kind: 'missing' as const }, { kind: 'policy' as const, document: 'x', defaultVersion: 'v2' }),
        { minLength: 3, maxLength: 3 },
      )
      .map((of) => ({ kind: 'policies' as const, of: new Map(GUARD_KINDS.map((kind, at) => [kind, of[at]!])) })),
  ),
  subscriptions: maybe(
    fc.array(
      fc.record({
        topicArn: fc.constantFrom('arn:aws:sns:us-east-1:1:a', 'arn:aws:sns:us-east-1:1:b'),
        audience: fc.constantFrom('security' as const, 'owners' as const),
        confirmed: fc.nat(1),
        pending: fc.nat(1),
        deleted: fc.nat(1),
      }),
      { maxLength: 3 },
    ),
  ),
  trail: maybe(fc.constantFrom({ kind: 'logging' as const }, { kind: 'missing' as const, why: 'stopped' })),
});
type Around = typeof around extends fc.Arbitrary<infer T> ? T : never;

/** An account of which everything in bulk could be read, and some users live. */
export const anyInventory: fc.Arbitrary<Account> = fc
  .tuple(fc.array(user, { maxLength: 6 }), around)
  .map(([users, rest]) => accountOf(users, rest));

/** The same, with any part unknown. */
export const anyAccount: fc.Arbitrary<Account> = fc
  .tuple(anyInventory, fc.array(fc.option(unknown, { nil: undefined }), { minLength: 4, maxLength: 4 }))
  .map(([{ inventory, context }, lost]) => ({
    context,
    inventory: {
      ...inventory,
      report: lost[0] ?? inventory.report,
      details: lost[1] ?? inventory.details,
      virtualDevices: lost[2] ?? inventory.virtualDevices,
      summary: lost[3] ?? inventory.summary,
    },
  }));

/** So many users with passwords, keys and policies of their own. */
export function manyUsers(count: number): Account {
  const [one] = fc.sample(around, { numRuns: 1, seed: 1 });
  const users = fc
    .sample(user, { numRuns: count, seed: 1 })
    .map((each) => ({ ...each, live: undefined, inDetails: true, inReport: true }));
  return accountOf(users, { ...one!, complete: true });
}

const arnOf = (index: number) => `arn:aws:iam::${ID}:user/user-${index}`;

function accountOf(users: readonly User[], rest: Around): Account {
  const numbered = users.map((each, index) => ({ ...each, index, userName: `user-${index}`, arn: arnOf(index) }));
  const [oneAttached, oneInline, twoAttached, twoInline] = rest.groups;
  const inventory: Inventory = {
    readAt: NOW,
    report: {
      kind: 'report',
      generatedAt: new Date(NOW.getTime() - 3_600_000),
      rows: [
        { userName: '<root_account>', arn: ROOT_ARN, isRoot: true, ...rest.root },
        ...numbered.filter(({ inReport }) => inReport).map((each) => ({ ...each, isRoot: false })),
      ],
    },
    details: {
      kind: 'details',
      users: numbered
        .filter(({ inDetails }) => inDetails)
        .map((each) => ({
          ...each,
          userId: '',
          attachedPolicies: each.attached,
          inlinePolicies: each.inline,
          tags: {},
        })),
      groups: [
        { groupName: 'admins', attachedPolicies: oneAttached, inlinePolicies: oneInline },
        { groupName: 'people', attachedPolicies: twoAttached, inlinePolicies: twoInline },
      ],
      policies: policyArns.slice(0, 3).map((arn, index) => ({
        arn,
        defaultVersion: 'v1',
        document: index === 0 ? JSON.stringify(guardDocument('aws')) : documents[index]!,
      })),
    },
    virtualDevices: {
      kind: 'virtual-devices',
      all: [
        ...(rest.rootHasVirtual ? [device('root', ROOT_ARN)] : []),
        ...Array.from({ length: rest.orphans }, (_, index) => device(`orphan-${index}`, undefined)),
        ...numbered.flatMap(({ virtual, arn, index }) =>
          Array.from({ length: virtual }, (_, at) => device(`${index}-${at}`, arn)),
        ),
      ],
    },
    summary: rest.summary,
    history: {
      complete: rest.complete,
      events: rest.historyNames.map((index) => ({
        kind: 'password-set',
        user: { accountId: ID, userName: `user-${index}` },
        accountId: ID,
        at: NOW,
        eventId: '',
        actor: { type: 'IAMUser', arn: undefined, sourceAddress: undefined, userAgent: undefined },
      })),
    },
  };
  const context: FindingContext = {
    account: { id: ID, partition: 'aws' },
    now: NOW,
    guardArn: GUARD,
    longTermKeys: rest.longTermKeys,
    settings: { unusedPasswordDays: 90, recentKeyDays: 30, deep: rest.deep },
    postures: new Map(
      numbered.flatMap(({ userName, live }) => {
        if (live === undefined) return [];
        const ref = { accountId: ID, userName };
        return [
          [
            userName,
            live === 'gone' ? { kind: 'gone' as const, user: ref } : { kind: 'user' as const, user: ref, ...live },
          ] as const,
        ];
      }),
    ),
    deepDevices: new Map(
      numbered.flatMap(({ userName, deep }) => (deep === undefined ? [] : [[userName, deep] as const])),
    ),
    guardPolicies: rest.guardPolicies,
    subscriptions: rest.subscriptions,
    trail: rest.trail,
  };
  return { inventory, context };
}

const device = (name: string, userArn: string | undefined) => ({
  serial: `arn:aws:iam::${ID}:mfa/${name}`,
  userArn,
  enabledAt: NOW,
});
