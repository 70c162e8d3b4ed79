import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Finding } from '../../shared/domain/finding.ts';
import type { FindingContext, GuardPolicies, GuardPolicy } from '../../shared/domain/findings/finding-context.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS, guardArnOf, type GuardKind } from '../../shared/domain/guard-name.ts';
import type { AccountGroup, Inventory } from '../../shared/domain/inventory.ts';
import { guardOf } from '../../shared/domain/posture.ts';
import { deviceKindOf, type MfaDeviceKind } from '../../shared/domain/mfa-device.ts';

/** A user as a case tells of it; what is left out is an ordinary user without password, device, key and right. */
type CaseUser = {
  name: string;
  path?: string;
  createdAt?: string;
  password?: boolean | 'unknown';
  passwordUsed?: string;
  passwordSet?: string;
  mfa?: boolean;
  keys?: { active?: boolean; lastUsed?: string; lastRotated?: string; lastService?: string; lastRegion?: string }[];
  /** Active signing certificates. */
  certificates?: number;
  /** ARN of the permissions boundary. */
  boundary?: string;
  /** Names of virtual devices assigned to the user, as the live list has them. */
  virtual?: string[];
  /** ARNs, or `guard`, `guard-keys-allowed`, `guard-enrolled`. */
  attached?: string[];
  /** Documents, or text that is none. */
  inline?: unknown[];
  groups?: string[];
  tags?: Record<string, string>;
  /** Lists that do not have the user. */
  missingIn?: ('report' | 'details')[];
  /** What a live read told: `gone`, or as far as it differs from what is said above. */
  live?:
    | 'gone'
    | {
        password?: boolean | string;
        setAt?: string;
        resetRequired?: boolean;
        devices?: MfaDeviceKind[] | string;
        guard?: boolean | string;
      };
  /** What a deep read told: kinds of devices, or the error. */
  deep?: MfaDeviceKind[] | string;
};

export type FindingCase = {
  name: string;
  users?: CaseUser[];
  groups?: { name: string; attached?: string[]; inline?: unknown[] }[];
  policies?: Record<string, unknown>;
  root?: Record<string, unknown>;
  /** Guard policies that are not as this release ships them, or why none could be read. */
  guards?: Partial<Record<GuardKind, GuardPolicy>> | string;
  /** Parts of the account and of the context that are replaced whole. */
  with?: Record<string, unknown>;
  /** Only findings of this user, or of the ARN that ends so. */
  about?: string;
  expect: Partial<Finding>[];
};

const FOLDER = `${import.meta.dirname}/findings`;
const QUIET = readJson(`${FOLDER}/a-quiet-account.json`) as {
  now: string;
  guardArn: string;
  report: { rows: object[] };
  virtualDevices: object;
};

/** The policies of the stack itself, with the texts of this release. */
const SHIPPED = Object.fromEntries(
  GUARD_KINDS.map((kind) => [guardArnOf(QUIET.guardArn, kind), JSON.stringify(guardDocument('aws', kind))] as const),
);

export const findingCases: readonly FindingCase[] = globSync(`${FOLDER}/*.json`)
  .filter((path) => basename(path) !== 'a-quiet-account.json')
  .sort()
  .flatMap((path) => readJson(path) as FindingCase[]);

/** The quiet account with what the case says. */
export function accountOf(given: FindingCase): {
  inventory: Inventory;
  context: FindingContext;
} {
  const { users = [], groups = [], policies = {}, guards = {}, root = {}, with: parts = {} } = given;
  const { report, virtualDevices, ...quiet } = QUIET;
  const listed = (list: 'report' | 'details') => users.filter(({ missingIn = [] }) => !missingIn.includes(list));
  const account = {
    ...quiet,
    readAt: quiet.now,
    report: { ...report, rows: [{ ...report.rows[0], ...root }, ...listed('report').map(rowOf)] },
    details: {
      kind: 'details',
      users: listed('details').map(userOf),
      groups: groups.map(groupOf),
      policies: Object.entries({ ...SHIPPED, ...policies }).map(([arn, document]) => policyOf(arn, document)),
    },
    virtualDevices: { ...virtualDevices, all: users.flatMap(virtualDevicesOf) },
    longTermKeys: 'deny',
    ...parts,
    postures: new Map(users.flatMap((user) => (user.live === undefined ? [] : [[user.name, postureOf(user)]]))),
    deepDevices: new Map(users.flatMap(({ name, deep }) => (deep === undefined ? [] : [[name, devicesOf(deep)]]))),
  };
  const revived = { ...(revive(account) as Inventory & FindingContext), guardPolicies: guardPoliciesOf(guards) };
  return { inventory: revived, context: revived };
}

export const arnOf = ({ name, path = '/' }: CaseUser) => `arn:aws:iam::111111111111:user${path}${name}`;

const rowOf = (user: CaseUser) => ({
  userName: user.name,
  arn: arnOf(user),
  isRoot: false,
  passwordEnabled: user.password ?? false,
  passwordLastUsed: user.passwordUsed,
  passwordLastChanged: user.passwordSet ?? (user.password === true ? '2026-11-01T00:00:00Z' : undefined),
  mfaActive: user.mfa ?? false,
  accessKeys: (user.keys ?? []).map(({ active = true, ...dates }) => ({ active, ...dates })),
  certificates: user.certificates ?? 0,
});

const userOf = (user: CaseUser) => ({
  userName: user.name,
  arn: arnOf(user),
  userId: `AIDA${user.name}`,
  createdAt: user.createdAt ?? '2026-01-01T00:00:00Z',
  groups: user.groups ?? [],
  attachedPolicies: (user.attached ?? []).map((arn) => arn.replace(/^guard/, QUIET.guardArn)),
  inlinePolicies: (user.inline ?? []).map(textOf),
  boundary: user.boundary,
  tags: user.tags ?? {},
});

const groupOf = ({ name, attached = [], inline = [] }: NonNullable<FindingCase['groups']>[number]): AccountGroup => ({
  groupName: name,
  attachedPolicies: attached,
  inlinePolicies: inline.map(textOf),
});

const policyOf = (arn: string, document: unknown) => ({ arn, defaultVersion: 'v1', document: textOf(document) });
function guardPoliciesOf(guards: NonNullable<FindingCase['guards']>): GuardPolicies {
  if (typeof guards === 'string') return { kind: 'unknown', why: guards };
  const policyOfKind = (kind: GuardKind): GuardPolicy => {
    const given = guards[kind] ?? { kind: 'policy', document: guardDocument('aws', kind), defaultVersion: 'v1' };
    return given.kind === 'policy' ? { ...given, document: textOf(given.document) } : given;
  };
  return { kind: 'policies', of: new Map(GUARD_KINDS.map((kind) => [kind, policyOfKind(kind)])) };
}

/** `GUARD` is the text of the plain guard. */
const textOf = (document: unknown) => {
  if (document === 'GUARD') return JSON.stringify(guardDocument('aws'));
  return typeof document === 'string' ? document : JSON.stringify(document);
};

const virtualDevicesOf = (user: CaseUser) =>
  (user.virtual ?? []).map((name) => ({ serial: `arn:aws:iam::111111111111:mfa/${name}`, userArn: arnOf(user) }));

function postureOf({ name, live }: CaseUser) {
  const user = { accountId: '111111111111', userName: name };
  if (live === 'gone') return { kind: 'gone', user };
  const { password = true, resetRequired = false, devices = [], guard = false, ...rest } = live ?? {};
  const { setAt = '2026-11-01T00:00:00Z' } = rest;
  const console = password === true ? { kind: 'password', createdAt: setAt, resetRequired } : { kind: 'no-password' };
  return {
    kind: 'user',
    user,
    console: typeof password === 'string' ? unknown(password) : console,
    devices: devicesOf(devices),
    guard: typeof guard === 'string' ? unknown(guard) : guardOf(guard ? [{ kind: 'guard', by: 'managed' }] : []),
  };
}

const SERIALS = {
  virtual: 'arn:aws:iam::111111111111:mfa/phone',
  passkey: 'arn:aws:iam::111111111111:u2f/user/jane.doe/key-ABC',
  'hardware-totp': 'GAHT12345678',
};

const devicesOf = (kinds: readonly MfaDeviceKind[] | string) =>
  typeof kinds === 'string'
    ? unknown(kinds)
    : {
        kind: 'devices',
        all: kinds.map((kind) => ({
          serial: SERIALS[kind],
          kind: deviceKindOf(SERIALS[kind]),
          enabledAt: '2026-05-01T00:00:00Z',
        })),
      };

const unknown = (why: string) => ({ kind: 'unknown', why });

/** Dates out of what JSON has for them; maps stay. */
function revive(value: unknown): unknown {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? new Date(value) : value;
  if (Array.isArray(value)) return value.map(revive);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, revive(inner)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
