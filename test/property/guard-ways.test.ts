import { describe, expect, test } from 'vitest';
import { guardDocument, inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS, type GuardKind } from '../../shared/domain/guard-name.ts';
import { LAWS } from './guard-laws.ts';
import { type Document, isAllowed, violations } from './guard-properties.ts';
import {
  type Caller,
  callersOf,
  dangerousRequests,
  inventedRequests,
  PARTITIONS,
  type Request,
  requestsOnOthers,
  SESSIONS,
  tellingRequests,
} from './guard-requests.ts';

/** Each text that is shipped, as a test may name it. */
const TEXTS = GUARD_KINDS.flatMap((kind) => [
  { name: kind, kind, of: (partition: string) => guardDocument(partition, kind) },
  { name: `${kind}, inline`, kind, of: (partition: string) => inlineGuardDocument(partition, kind) },
]);
const textsOf = (...kinds: readonly GuardKind[]) => TEXTS.filter(({ kind }) => kinds.includes(kind));

const WITHOUT_MFA = SESSIONS.filter(({ lacksMfa }) => lacksMfa);
const [SESSION, WITH_MFA, KEY] = SESSIONS as [(typeof SESSIONS)[0], (typeof SESSIONS)[0], (typeof SESSIONS)[0]];
const everybody = PARTITIONS.flatMap(callersOf);
const [PLAIN, , ODD] = callersOf('aws') as [Caller, Caller, Caller];

const on = (resource: string, action: string): Request => ({ action, resource });
const own = ({ partition, path, name }: Caller, ...actions: readonly string[]) =>
  actions.map((action) => on(`arn:${partition}:iam::111111111111:user${path}${name}`, action));
const device = ({ partition }: Caller, name: string) => `arn:${partition}:iam::111111111111:mfa/${name}`;

type Way = readonly [sentence: string, requests: (caller: Caller) => readonly Request[]];

const PASSWORD: Way = [
  'can complete a forced change of the password',
  (caller) => [on('*', 'iam:GetAccountPasswordPolicy'), ...own(caller, 'iam:ChangePassword')],
];

const ENROLMENTS: readonly Way[] = [
  [
    'can enrol an authenticator app under any name',
    (caller) => [
      on(device(caller, 'Phone of the night shift'), 'iam:CreateVirtualMFADevice'),
      on(device(caller, caller.name), 'iam:CreateVirtualMFADevice'),
      ...own(caller, 'iam:EnableMFADevice', 'iam:ListMFADevices'),
    ],
  ],
  ['can enrol a passkey or a security key', (caller) => own(caller, 'iam:EnableMFADevice', 'iam:GetMFADevice')],
  ['can enrol a hardware token', (caller) => own(caller, 'iam:EnableMFADevice', 'iam:ListMFADevices')],
  ['can resynchronise a device', (caller) => own(caller, 'iam:ResyncMFADevice')],
];

const PAGE: Way = [
  'can open the page of its security credentials',
  (caller) => [
    ...own(caller, 'iam:GetUser', 'iam:ListMFADevices', 'iam:GetMFADevice'),
    on('*', 'iam:ListVirtualMFADevices'),
  ],
];

/** Callers and sessions in which a step of the way is denied to a user without any rights. */
const stuckOn = (way: Way, of: (partition: string) => unknown, sessions: readonly (typeof SESSIONS)[0][]) =>
  everybody.flatMap((caller) =>
    sessions.flatMap((session) =>
      way[1](caller).filter((request) => !isAllowed(of(caller.partition), 'none', caller, session, request)),
    ),
  );

describe.each(textsOf('guard', 'keys-allowed'))(
  'with $name a user who has nothing but the password or a key',
  (text) => {
    test.each([PASSWORD, PAGE, ...ENROLMENTS])('%s', (...way) => {
      expect(stuckOn(way, text.of, [SESSION, KEY])).toEqual([]);
    });
  },
);

describe.each(textsOf('enrolled'))('with $name', (text) => {
  test('a user who has nothing but the password or a key can complete a forced change of the password', () => {
    expect(stuckOn(PASSWORD, text.of, [SESSION, KEY])).toEqual([]);
  });

  test.each([PAGE, ...ENROLMENTS])('a user who signed in with MFA %s', (...way) => {
    expect(stuckOn(way, text.of, [WITH_MFA])).toEqual([]);
  });

  test.each(ENROLMENTS)('nobody %s with the password or a key alone, not even an administrator', (_, way) => {
    const done = everybody.flatMap((caller) =>
      WITHOUT_MFA.filter((session) =>
        way(caller).every((request) => isAllowed(text.of(caller.partition), 'administrator', caller, session, request)),
      ),
    );

    expect(done).toEqual([]);
  });
});

test.each(TEXTS)('with $name anybody can open a session with MFA from the CLI', ({ of }) => {
  const open = WITHOUT_MFA.map((session) =>
    isAllowed(of('aws'), 'administrator', PLAIN, session, on('*', 'sts:GetSessionToken')),
  );

  expect(open).toEqual([true, true, true, true]);
});

test.each(textsOf('keys-allowed'))('with $name a long-term key loses nothing', ({ of }) => {
  const lost = callersOf('aws').flatMap((caller) =>
    [...dangerousRequests(caller), ...requestsOnOthers(caller), ...inventedRequests(caller)].filter(
      (request) => !isAllowed(of('aws'), 'administrator', caller, KEY, request),
    ),
  );

  expect(lost).toEqual([]);
});

describe('two guards on one user, as between two steps of a change,', () => {
  const both = (one: GuardKind, other: GuardKind): Document => {
    const [{ Statement }, second] = [guardDocument('aws', one), guardDocument('aws', other)];
    return structuredClone({ ...second, Statement: [...Statement, ...second.Statement] }) as unknown as Document;
  };

  test.each([
    ['guard', 'enrolled', 'enrolled'],
    ['keys-allowed', 'enrolled', 'enrolled'],
    ['keys-allowed', 'guard', 'guard'],
  ] as const)('%s and %s, decide as %s', (one, other, stricter) => {
    const found = (['administrator', 'none'] as const).flatMap((rights) => [
      ...violations(both(one, other), LAWS[stricter], rights, [ODD], SESSIONS, tellingRequests),
    ]);

    expect(found).toEqual([]);
  });
});
