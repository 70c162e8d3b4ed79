import { visible } from './visible.ts';

/**
 * Characters that some chat application reads as markup, and what looks like them and means nothing. Slack knows no
 * escape for its own, and what escapes in Teams is shown in Slack: so both get the look-alike, which can be seen.
 */
const LOOK_ALIKES: readonly (readonly [RegExp, string])[] = [
  // Slack's control characters, which Teams reads in the same form.
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/>/g, '&gt;'],
  // Amazon Q looks up `@name` by itself; `#name` is a channel in Slack, a heading in Teams.
  [/@/g, '＠'],
  [/#/g, '＃'],
  // Bold, code, struck out, italics at the edge of a word, the text of a link.
  [/\*/g, '∗'],
  [/`/g, 'ˋ'],
  [/~/g, '∼'],
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿'],
  [/\[/g, '［'],
  [/\]/g, '］'],
  // Addresses, with a scheme or without: `example.com` would be a link.
  [/:\/\//g, ':∕∕'],
  [/(?<=[\p{L}\p{N}_-])\.(?=\p{L}{2})/gu, '․'],
  // Quotations, and headings that are a line of signs. (`>` is an entity by now.)
  [/^&gt;/, '＞'],
  [/^=+$/, '＝'],
];

/** One line of text, from outside or not, as a chat application shows it: no mention, link or markup is read out of it. */
export const inertText = (text: string): string =>
  LOOK_ALIKES.reduce((shown, [markup, alike]) => shown.replace(markup, alike), visible(text, 1_000)).toWellFormed();

/**
 * A command as code, where nothing is read as markup, so that it can be copied as it stands. A backtick would end it, and
 * what Amazon Q makes of a mention in code is documented nowhere.
 */
export function codeText(text: string): string {
  const command = visible(text, 1_000)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', 'ˋ')
    .replace(/(?<![A-Za-z0-9])@/g, '＠');
  return `\`${command.toWellFormed()}\``;
}
