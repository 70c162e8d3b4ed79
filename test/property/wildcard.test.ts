import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covers, mayCover } from '../../shared/domain/wildcard.ts';

const piece = fc.constantFrom('a', 'b', ':', '*', '?', '**', 'A');
const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const text = fc.array(fc.constantFrom('a', 'b', ':'), { maxLength: 6 }).map((letters) => letters.join(''));

test('a pattern that covers a text may cover whatever the text begins with', () => {
  fc.assert(
    fc.property(pattern, text, text, (given, beginning, rest) => {
      if (covers(given, beginning + rest)) expect(mayCover(given, beginning)).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

test('a pattern that may cover what begins so does cover one such text', () => {
  // Whatever of the pattern is left after the beginning is itself a text that it covers, with a letter for a question mark.
  fc.assert(
    fc.property(pattern, text, (given, beginning) => {
      const ends = Array.from({ length: given.length + 1 }, (_, at) => given.slice(at));
      const texts = ends.map((end) => beginning + end.replaceAll('*', '').replaceAll('?', 'a'));
      expect(mayCover(given, beginning)).toBe(texts.some((one) => covers(given, one)));
    }),
    { numRuns: 10_000 },
  );
});

test('a pattern of many stars is judged at once', () => {
  expect(mayCover(`${'*a'.repeat(200)}b`, 'a'.repeat(2_000))).toBe(true);
  expect(mayCover('*a'.repeat(200), 'b'.repeat(2_000))).toBe(true);
  expect(mayCover('arn:aws:iam::1:role/app-*', 'arn:aws:iam::1:role/aws-mfa-enforcer-')).toBe(false);
});
