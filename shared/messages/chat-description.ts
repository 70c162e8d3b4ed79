import type { Message, Section } from '../domain/message.ts';
import { accountName } from './account-name.ts';
import { codeText, inertText } from './chat-text.ts';
import { securityCredentialsLink } from './console-links.ts';

/** Characters. {@link https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html#open-api} */
const MOST = 8_000;

/** The sections of a message as the text of a card, and why the reader gets it. */
export function chatDescription(message: Message): string {
  const { account, links, sections } = message;
  const ours = [securityCredentialsLink(account), ...links.map(({ url }) => url)];
  const lines = sections.flatMap((section) => [...linesOf(section, ours), () => '']);
  const why = inertText(
    `Why you see this: the channel is subscribed to a topic of aws-mfa-enforcer in account ${accountName(account)}. A filter policy of the subscription narrows it (docs/notifications.md).`,
  );
  return [...atMost(lines, MOST - why.length - 1), why].join('\n');
}

/** Each is written when its turn comes: most of an enormous message never fits. */
type Line = () => string;

const linesOf = ({ heading, lines }: Section, ours: readonly string[]): readonly Line[] => [
  () => `*${inertText(heading)}*`,
  ...lines.map((line, i) => () => (isCommand(line, lines[i - 1]) ? commandOf(line) : lineOf(line, ours))),
];

/** `aws …`, and the indented lines on which it goes on. */
const isCommand = (line: string, before = '') =>
  /^ +aws /.test(line) || (line.startsWith(' ') && /^ .*\\$/.test(before));

/** Can be copied as it stands. */
const commandOf = (line: string) => indentOf(line) + codeText(line.trim());

/** Addresses of the console can be followed; all else is text and nothing more. */
function lineOf(line: string, ours: readonly string[]): string {
  const link = ours.find((url) => line.endsWith(url)) ?? '';
  const text = line.slice(indentOf(line).length, line.length - link.length);
  return `${indentOf(line)}${inertText(text)}${link}`;
}

const indentOf = (line: string) => /^ */.exec(line)?.[0] ?? '';

/** Whole lines, and how many are left out. */
function atMost(lines: readonly Line[], most: number): readonly string[] {
  const left = (count: number) =>
    `… and ${count} more lines, which do not fit here: the e-mail of this topic has them.`;
  const room = most - left(lines.length).length - 2;
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    const text = line();
    length += text.length + 1;
    if (length > room) return [...kept, left(lines.length - kept.length), ''];
    kept.push(text);
  }
  return kept;
}
