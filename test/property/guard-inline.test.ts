import { describe, expect, test } from 'vitest';
import { guardDocument, inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import { LAWS } from './guard-laws.ts';
import { inlineTextMutantsOf, mutantsOf } from './guard-mutants.ts';
import { type Document, faultsOfText, isAllowed, noticed } from './guard-properties.ts';
import {
  callersOf,
  dangerousRequests,
  everyIamAndStsRequest,
  PARTITIONS,
  type Request,
  sampleOfOtherServices,
  SESSIONS,
  tellingRequests,
} from './guard-requests.ts';

/** A name of odd characters, at a path. */
const oddOf = (partition: string) => callersOf(partition)[2]!;

/** The policies of a user share them; IAM counts no white space. */
const INLINE_QUOTA = 2_048;

describe.each(GUARD_KINDS)('the inline text of %s', (kind) => {
  const law = LAWS[kind];
  const guardOf = (partition: string) => structuredClone(inlineGuardDocument(partition, kind)) as unknown as Document;

  const otherwiseThanManaged = (partition: string, requests: readonly Request[]) =>
    requests.flatMap((request) =>
      SESSIONS.slice(0, 4).flatMap((session) =>
        (['administrator', 'none'] as const)
          .filter((rights) => {
            const decides = (text: unknown) => isAllowed(text, rights, oddOf(partition), session, request);
            return decides(inlineGuardDocument(partition, kind)) !== decides(guardDocument(partition, kind));
          })
          .map((rights) => ({ request, session, rights })),
      ),
    );

  test.each(PARTITIONS)('decides in %s as the managed policy does', (partition) => {
    const caller = oddOf(partition);
    const requests = [...tellingRequests(caller), ...dangerousRequests(caller)];

    expect(otherwiseThanManaged(partition, requests)).toEqual([]);
  });

  test('decides so for each fifth action of IAM and STS, and for some of all other services', async () => {
    const all = await everyIamAndStsRequest(oddOf('aws'));
    const others = await sampleOfOtherServices(oddOf('aws'), 30);

    const requests = [...all.filter((_, at) => at % 5 === 0), ...others];

    expect(requests.length).toBeGreaterThan(70);
    expect(otherwiseThanManaged('aws', requests)).toEqual([]);
  });

  test.each(PARTITIONS)('of %s leaves room for other inline policies', (partition) => {
    const size = JSON.stringify(guardOf(partition)).replaceAll(/\s/g, '').length;

    expect(size).toBeLessThanOrEqual(1_200);
    expect(size).toBeLessThanOrEqual(INLINE_QUOTA);
  });

  test('has no faults that only the text shows', () => {
    expect(faultsOfText(guardOf('aws'))).toEqual([]);
    expect(guardOf('aws').Statement.filter(({ Sid }) => Sid !== undefined)).toEqual([]);
  });

  describe('has no part that is not needed: the properties notice', () => {
    const named = withSids(guardOf('aws'), kind === 'enrolled' ? 'SignIn' : 'Enrolment');

    for (const mutant of mutantsOf(named)) {
      test(mutant.name, () => {
        expect(noticed(mutant.guard, law).next().done).toBe(false);
      });
    }

    for (const mutant of inlineTextMutantsOf(named)) {
      test(`${mutant.name}, by the text`, () => {
        expect(faultsOfText(mutant.guard)).not.toEqual([]);
      });
    }

    test('nothing in the text itself', () => {
      expect([...noticed(named, law)]).toEqual([]);
    });
  });
});

test('the three say different things, so that from its text it is known which one somebody carries', () => {
  const texts = GUARD_KINDS.map((kind) => JSON.stringify(inlineGuardDocument('aws', kind)));

  expect(new Set(texts).size).toBe(GUARD_KINDS.length);
});

/** So that a mutant has a name. */
function withSids(guard: Document, spared: string): Document {
  const sids = ['AllowLookups', 'AllowEnrolment', `DenyAllBut${spared}WithoutMFA`, 'DenyOtherUsersWithoutMFA'];
  expect(guard.Statement).toHaveLength(sids.length);
  return { ...guard, Statement: guard.Statement.map((statement, at) => ({ ...statement, Sid: sids[at]! })) };
}
