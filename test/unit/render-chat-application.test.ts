import { expect, test } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import { codeText, inertText } from '../../shared/messages/chat-text.ts';
import { renderChatApplication, toCustomNotification } from '../../shared/messages/render-chat-application.ts';

const GUARDED: Message = {
  kind: 'user-guarded',
  concerns: 'owners',
  severity: 'high',
  account: { id: '111111111111', partition: 'aws' },
  subject: 'MFA required, 111111111111: jane.doe',
  summary: 'The guard is attached.',
  sections: [{ heading: 'What happened', lines: ['The guard is attached.'] }],
  links: [{ label: 'jane.doe in the console', url: 'https://console.aws.amazon.com/iam/home#/users/details/jane.doe' }],
  users: ['jane.doe'],
  owner: { kind: 'none' },
  eventId: 'e-1',
  at: new Date('2026-11-24T12:00:00Z'),
};

const withLines = (...lines: readonly string[]): Message => ({
  ...GUARDED,
  sections: [{ heading: 'What happened', lines }],
});
const linesOf = (message: Message) => toCustomNotification(message).content.description.split('\n');

test('it is a custom notification, version 1.0, in the markdown of the client', () => {
  expect(JSON.parse(renderChatApplication(GUARDED))).toMatchObject({
    version: '1.0',
    source: 'custom',
    content: { textType: 'client-markdown', keywords: ['high', 'user-guarded', '111111111111'] },
  });
});

test('what is told of one user of an owner makes one thread, whatever happened', () => {
  const threadOf = (message: Message) => toCustomNotification(message).metadata.threadId;

  expect(threadOf({ ...GUARDED, kind: 'device-added', eventId: 'e-2' })).toBe(threadOf(GUARDED));
  expect(threadOf({ ...GUARDED, users: ['john.roe'] })).not.toBe(threadOf(GUARDED));
  expect(threadOf({ ...GUARDED, account: { id: '222222222222', partition: 'aws' } })).not.toBe(threadOf(GUARDED));
});

test('a digest that names one user is no part of that thread', () => {
  const digest = { ...GUARDED, kind: 'sweep-digest', owner: undefined };

  expect(toCustomNotification(digest).metadata.threadId).toBe('mfa-enforcer/111111111111/sweep-digest');
});

test('two owners whom one sweep tells get two notifications, not one twice', () => {
  expect(toCustomNotification({ ...GUARDED, users: ['john.roe'] }).id).not.toBe(toCustomNotification(GUARDED).id);
});

test('a message without links has no next steps', () => {
  expect(toCustomNotification({ ...GUARDED, links: [] }).content).not.toHaveProperty('nextSteps');
});

test.each([
  ['<!channel> <@U12345>', '&lt;!channel&gt; &lt;＠U12345&gt;'],
  ['@here and x@example.com', '＠here and x＠example․com'],
  ['#general', '＃general'],
  ['> quoted', '＞ quoted'],
  ['*bold* _slanted_ ~gone~ `code`', '∗bold∗ ＿slanted＿ ∼gone∼ ˋcodeˋ'],
  ['[click](https://example.com)', '［click］(https:∕∕example․com)'],
  ['www.example.com', 'www․example․com'],
  ['R&D &lt;', 'R&amp;D &amp;lt;'],
  ['====', '＝'],
  ['a\nb', 'a\\u{a}b'],
])('%j is shown as %j', (text, shown) => {
  expect(inertText(text)).toBe(shown);
});

test.each(['svc_ci_deploy', '192.0.2.10', 'arn:aws:iam::111111111111:role/deploy', 'aws-cli/2.31.0'])(
  '%s means nothing to a chat application, and stays as it is',
  (text) => {
    expect(inertText(text)).toBe(text);
  },
);

test('a command stays as it is, so that it can be copied', () => {
  expect(codeText('aws iam get-user --user-name jane.doe@example.com')).toBe(
    '`aws iam get-user --user-name jane.doe@example.com`',
  );
});

test('no command can end its code, or mention anybody', () => {
  expect(codeText('aws iam get-user --user-name `@here <!channel>')).toBe(
    '`aws iam get-user --user-name ˋ＠here &lt;!channel&gt;`',
  );
});

test('a command is code to its last line, and no further', () => {
  const message = withLines(
    'Do:',
    '  aws iam put-user-policy --policy-document \\',
    '    \'{"Action":["*"]}\'',
    '  1. Wait',
  );

  expect(linesOf(message).slice(1, 5)).toEqual([
    'Do:',
    '  `aws iam put-user-policy --policy-document \\`',
    '    `\'{"Action":["*"]}\'`',
    '  1. Wait',
  ]);
});

test('the console can be followed to, and nothing else', () => {
  const [link] = GUARDED.links;
  const message = withLines(`  1. Deactivate it: ${link?.url ?? ''}`, 'See https://example.com/reset');

  expect(linesOf(message).slice(1, 3)).toEqual([
    `  1. Deactivate it: ${link?.url ?? ''}`,
    'See https:∕∕example․com/reset',
  ]);
});

test('too long is cut at a whole line, with a count, and the reason why it is read stays', () => {
  const lines = linesOf(withLines(...Array.from({ length: 500 }, (_, i) => `- user number ${i} of the account`)));
  const left = lines.findIndex((line) => line.startsWith('… and '));
  const kept = lines.filter((line) => line.startsWith('- user number'));

  expect(lines.join('\n').length).toBeLessThanOrEqual(8000);
  expect(lines.join('\n').length).toBeGreaterThan(7800);
  // The blank line after the section is one of them.
  expect(lines[left]).toMatch(
    new RegExp(`^… and ${501 - kept.length} more lines, .+: the e-mail of this topic has them`),
  );
  expect(lines.at(-1)).toMatch(/^Why you see this/);
});

test('many users are related resources up to fifty, with a count of the rest', () => {
  const users = Array.from({ length: 60 }, (_, i) => `user-${i}`);

  const { relatedResources } = toCustomNotification({ ...GUARDED, users }).metadata;

  expect(relatedResources).toHaveLength(51);
  expect(relatedResources.at(-1)).toBe('… and 10 more');
});
