import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import { codeText, inertText } from '../../shared/messages/chat-text.ts';
import { toCustomNotification } from '../../shared/messages/render-chat-application.ts';
import { enormousMessage, hostileMessage, hostileText } from './any-message.ts';

/** What Slack or Teams, or Amazon Q for them, makes something of. */
const MARKUP = {
  'a mention or a channel': /[@#]/,
  'a tag, a link or a mention of Slack': /[<>]/,
  'an entity that is not one of the three escapes': /&(?!(?:amp|lt|gt);)/,
  'bold, italic, struck out or code': /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
  'a link of markdown': /\[|\]/,
  'an address': /:\/\/|[\p{L}\p{N}_-]\.\p{L}{2}/u,
  'a quotation or a heading of signs': /^(?:&gt;|=+$)/,
  'a line break': /[\n\r\u2028\u2029]/,
};

const OURS = 'https://console.aws.amazon.com/iam/home#/users';

/** All texts of a notification, without what is ours: the address of the console, and headings that are bold. */
function textsOf(message: Message): readonly string[] {
  const { content, metadata } = toCustomNotification(message);
  const { title, description, nextSteps = [], keywords } = content;
  const { threadId, summary, eventType, relatedResources, additionalContext } = metadata;
  const lines = description.split('\n').filter((line) => line !== '*What happened*');
  const steps = nextSteps.map((step) => step.replace(OURS, ''));
  const facts = Object.values(additionalContext);
  return [title, ...lines, ...steps, ...keywords, threadId, summary, eventType, ...relatedResources, ...facts];
}

test.each(Object.entries(MARKUP))('no text from outside makes %s', (_, markup) => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(inertText(text)).not.toMatch(markup);
    }),
  );
});

test('no name, tag or line makes any of it, wherever it stands in the notification', () => {
  fc.assert(
    fc.property(hostileMessage, (message) => {
      for (const text of textsOf(message)) {
        for (const markup of Object.values(MARKUP)) expect(text).not.toMatch(markup);
      }
    }),
  );
});

test('no text ends the code that it stands in, or is a mention there', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const code = codeText(text);
      expect(code).toMatch(/^`[^`\n\r<>]*`$/);
      expect(code).not.toMatch(/(?<![A-Za-z0-9])@/);
    }),
  );
});

test('what is documented as the longest holds, whatever is told', () => {
  fc.assert(
    fc.property(fc.oneof(hostileMessage, enormousMessage), (message) => {
      const { id, content, metadata } = toCustomNotification(message);
      expect(content.description.length).toBeLessThanOrEqual(8_000);
      expect(id.length).toBeLessThanOrEqual(250);
      expect(metadata.relatedResources.length).toBeLessThanOrEqual(51);
      expect(content.description).toMatch(/Why you see this: [^\n]+$/);
    }),
    { numRuns: 30 },
  );
});
