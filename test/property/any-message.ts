import fc from 'fast-check';
import type { Message } from '../../shared/domain/message.ts';

/** What chat applications read as markup, in front of and behind anything else. */
const MARKUP = [
  '@channel',
  '@here',
  '<!channel>',
  '<@U12345>',
  '<#C12345>',
  '<https://example.com|here>',
  '<at>everyone</at>',
  '[here](https://example.com)',
  '![here](https://example.com/a.png)',
  'https://example.com/reset',
  'www.example.com',
  'jane.doe@example.com',
  '*bold*',
  '**bold**',
  '_slanted_',
  '~gone~',
  '`code`',
  '```\ncode\n```',
  '# Heading',
  '\n# Heading',
  '#general',
  '> quote',
  '&lt;!channel&gt;',
  '\u2028- item',
] as const;

/** Text as nobody sends it who means well. */
export const hostileText = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...MARKUP), fc.constantFrom('', ' ', '-', '.'))
  .map(([some, markup, between]) => some + between + markup + between + some);

/** A message all of whose free text is hostile. */
export const hostileMessage: fc.Arbitrary<Message> = fc
  .tuple(fc.array(hostileText, { minLength: 1, maxLength: 8 }), hostileText, hostileText)
  .map(([lines, name, owner]) => messageOf({ lines, name, owner }));

/** One message with many lines and users. */
export const enormousMessage: fc.Arbitrary<Message> = fc
  .tuple(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 4_000 }), hostileText)
  .map(([lines, users, text]) => ({
    ...messageOf({ lines: Array.from({ length: lines }, () => `- ${text.repeat(3)}`), name: text, owner: text }),
    users: Array.from({ length: users }, (_, i) => `${text.slice(0, 30)}${i}`),
  }));

function messageOf({ lines, name, owner }: { lines: readonly string[]; name: string; owner: string }): Message {
  return {
    kind: 'user-guarded',
    concerns: 'owners',
    severity: 'high',
    account: { id: '111111111111', partition: 'aws', name },
    subject: 'MFA required, 111111111111: jane.doe',
    summary: name,
    sections: [{ heading: 'What happened', lines }],
    links: [{ label: name, url: 'https://console.aws.amazon.com/iam/home#/users' }],
    users: [name],
    owner: { kind: 'name', name: owner.slice(0, 256), from: 'tag "owner"' },
    eventId: 'e-1',
    at: new Date('2026-11-24T12:00:00Z'),
  };
}
