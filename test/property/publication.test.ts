import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import { toPublication } from '../../shared/messages/to-publication.ts';
import { toSubject } from '../../shared/messages/visible.ts';
import { enormousMessage, hostileText } from './any-message.ts';

/** Of one publish: subject, all protocols' texts, names and values of the attributes. */
const SNS_BYTES = 262_144;

const audiences = fc.constantFrom('owners' as const, 'security' as const);
const bytes = (text: string) => Buffer.byteLength(text);

test('a publish stays within what SNS takes and has each protocol’s text whole, however much there is to tell', () => {
  fc.assert(
    fc.property(enormousMessage, audiences, (message, audience) => {
      const { subject, texts, attributes } = toPublication(message, audience);
      const beside = Object.entries(attributes).reduce((sum, [name, value]) => sum + bytes(`${name}String${value}`), 0);
      expect(bytes(subject) + bytes(texts) + beside).toBeLessThanOrEqual(SNS_BYTES);
      const each = JSON.parse(texts) as { default: string; email: string; https: string };
      expect(JSON.parse(each.default)).toMatchObject({ schemaVersion: 1 });
      expect(JSON.parse(each.https)).toMatchObject({ version: '1.0', source: 'custom' });
      expect(each.email).toContain('Why you get this');
    }),
    { numRuns: 12 },
  );
});

test('whatever is left out is counted in the e-mail and in the form for machines', () => {
  const lines = Array.from({ length: 9_000 }, (_, i) => `- the user number ${i} of the account`);
  const message: Message = { ...fc.sample(enormousMessage, 1)[0]!, sections: [{ heading: 'Who', lines }], users: [] };

  const texts = JSON.parse(toPublication(message, 'security').texts) as { default: string; email: string };

  for (const text of [texts.email, texts.default]) {
    const kept = text.split('- the user number').length - 1;
    expect(text).toContain(`… and ${lines.length - kept} more lines`);
  }
});

test('a subject is printable ASCII and under 100 characters', () => {
  fc.assert(fc.property(hostileText, (text) => /^[\x20-\x7e]{0,99}$/.test(toSubject(text))));
});
