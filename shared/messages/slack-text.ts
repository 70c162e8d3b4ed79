import type { Section } from '../domain/message.ts';
import { visible } from './visible.ts';

/**
 * Text that Slack shows as it is: no mention, link, markup or emoji is read out of it.
 * {@link https://docs.slack.dev/reference/block-kit/composition-objects/text-object}
 */
export type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };

export const plain = (text: string): PlainText => ({ type: 'plain_text', text: text.toWellFormed(), emoji: false });

/** Slack's three control characters. {@link https://docs.slack.dev/messaging/formatting-message-text#escaping} */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * For the one text that Slack reads as markup, in notifications: escaped, and with a space of no width where a name
 * (`@channel`), an address or a URL would become a link.
 */
export const inert = (text: string) =>
  escaped(text).replaceAll('@', '@\u200b').replaceAll('://', ':\u200b//').toWellFormed();

/** Characters as Slack may count them: escaped. */
export const sizeOf = (text: string) => escaped(text).length;

/** Where all of it is. */
export const WHERE = 'e-mail and queues that subscribe to the topic have them all, and so has mfa-enforcer audit';

const IS_LEFT = /^… and (\d+) more/;

/** Heading and lines of a section in at most so many characters: cut at a whole line, with a count of what is left. */
export function sectionText({ heading, lines }: Section, most: number): string {
  const whole = [visible(heading, 100).toUpperCase(), ...lines.map((line) => visible(line, 1000))];
  if (sizeOf(whole.join('\n')) <= most) return whole.join('\n');
  const kept: string[] = [];
  let room = most - sizeOf(left(lines.length)) - 25;
  for (const line of whole) {
    room -= sizeOf(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  const cutBefore = Number(IS_LEFT.exec(whole.at(-1) ?? '')?.[1] ?? 1) - 1;
  return [...kept, left(whole.length - kept.length + cutBefore)].join('\n');
}

const left = (lines: number) => `… and ${lines} more lines: ${WHERE}`;
