import { expect, test } from 'vitest';
import { toSubject, visible } from '../../shared/messages/visible.ts';

test.each([
  ['a line break', 'jane\nSeverity: low', 'jane\\u{a}Severity: low'],
  ['a carriage return', 'jane\r', 'jane\\u{d}'],
  ['an escape', '\u001b[2Jjane', '\\u{1b}[2Jjane'],
  ['a change of direction', 'jane\u202egpj', 'jane\\u{202e}gpj'],
  ['a line separator', 'jane\u2028doe', 'jane\\u{2028}doe'],
])('%s in a text from outside is shown as its code point', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('letters of every script, signs and spaces are shown as they are', () => {
  expect(visible('Jané Dœ +=,.@-_ 山田')).toBe('Jané Dœ +=,.@-_ 山田');
});

test('a long text from outside is cut, and says so', () => {
  expect(visible('x'.repeat(400))).toBe(`${'x'.repeat(300)}… (100 characters more)`);
});

test('a subject is what SNS takes: printable ASCII, under 100 characters', () => {
  expect(toSubject('MFA required: jané\nBcc: x')).toBe('MFA required: jan??Bcc: x');
  expect(toSubject('x'.repeat(200))).toHaveLength(99);
});
