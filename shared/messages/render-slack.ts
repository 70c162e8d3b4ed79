import type { Link, Message, Section } from '../domain/message.ts';
import type { Severity } from '../domain/severity.ts';
import { accountName } from './account-name.ts';
import { ownerSentence } from './owner-sentence.ts';
import { inert, plain, type PlainText, sectionText, sizeOf, WHERE } from './slack-text.ts';
import { visible } from './visible.ts';

type Button = {
  readonly type: 'button';
  readonly text: PlainText;
  readonly url: string;
  readonly action_id: string;
};

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] }
  | { readonly type: 'context'; readonly elements: readonly PlainText[] };

/** {@link https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks} */
export type SlackBody = {
  /** What notifications and screen readers tell. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly [{ readonly color: string; readonly blocks: readonly Block[] }];
  readonly link_names: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};

/**
 * Slack's limits, of blocks and of characters. {@link https://docs.slack.dev/reference/block-kit/blocks}
 * All texts of a message together have one too, which is documented nowhere: `msg_blocks_too_long` was seen from 11,300
 * characters on. {@link https://github.com/slackapi/bolt-js/issues/2867}
 */
const MOST = { sections: 40, section: 3000, allSections: 8500, header: 150, button: 75, buttons: 25, url: 3000 };

/** Shapes that no client makes an emoji of, and a word: so that a grave message is known without its colour. */
const SIGNS: Readonly<Record<Severity, { readonly sign: string; readonly color: string }>> = {
  critical: { sign: '▲▲ CRITICAL', color: '#a30200' },
  high: { sign: '▲ HIGH', color: '#d9480f' },
  medium: { sign: '■ MEDIUM', color: '#b08800' },
  low: { sign: '● LOW', color: '#1264a3' },
  info: { sign: '○ INFO', color: '#616061' },
};

/** A message in the form of Slack's incoming webhooks. Whatever may hold a text from outside is plain text. */
export function renderSlack(message: Message): SlackBody {
  const { sign, color } = SIGNS[message.severity];
  const title = `${sign}: ${visible(message.subject)}`;
  return {
    text: inert(`${title}. ${visible(message.summary, 700)}`),
    blocks: [
      { type: 'header', text: plain(clip(title, MOST.header)) },
      { type: 'section', fields: fieldsOf(message).map((field) => plain(clip(field, 1000))) },
      ...sections(message.sections),
      ...buttons(message.links),
    ],
    attachments: [{ color, blocks: [{ type: 'context', elements: whyOf(message).map(plain) }] }],
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function fieldsOf({ account, severity, users, owner, at }: Message): readonly string[] {
  const named = users.slice(0, 10).map((name) => visible(name, 64));
  const more = users.length > named.length ? ` … and ${users.length - named.length} more` : '';
  return [
    `Account: ${visible(accountName(account))}`,
    `Severity: ${severity}`,
    ...(users.length === 0 ? [] : [`${users.length === 1 ? 'User' : 'Users'}: ${named.join(', ')}${more}`]),
    ...(owner === undefined ? [] : [ownerSentence(owner)]),
    `Time: ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  ];
}

function sections(all: readonly Section[]): readonly Block[] {
  const told = all.slice(0, MOST.sections);
  const most = capOf(told);
  const texts = told.map((section) => sectionText(section, most));
  const more = all.length > told.length ? [`… and ${all.length - told.length} more sections: ${WHERE}`] : [];
  return [...texts, ...more].filter((text) => text !== '').map((text) => ({ type: 'section', text: plain(text) }));
}

/** What each may have, so that all of them fit: the long ones give way, the short ones stay whole. */
function capOf(all: readonly Section[], cap = MOST.section): number {
  const sizes = all.map((section) => Math.min(cap, sizeOf(sectionText(section, MOST.section))));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total <= MOST.allSections ? cap : capOf(all, Math.floor(cap * 0.9));
}

/** Links only: a button that does something would need an app that answers. */
function buttons(links: readonly Link[]): readonly Block[] {
  const elements = links
    .filter(({ url }) => /^https:\/\/[^\s<>|]+$/.test(url) && url.length <= MOST.url)
    .slice(0, MOST.buttons)
    .map(({ label, url }, index) => ({
      type: 'button' as const,
      text: plain(clip(visible(label), MOST.button)),
      url,
      action_id: `link-${index}`,
    }));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

/** Which event, why the reader gets it, and how to change that. */
const whyOf = ({ kind, eventId, account }: Message): readonly string[] => [
  `${visible(kind, 50)}, event ${visible(eventId ?? 'without an id', 200)}`,
  `The security topic of aws-mfa-enforcer in account ${visible(account.id, 20)} is posted into this channel. SecurityMinimumSeverity narrows it, a deployment without SlackWebhook ends it: docs/notifications.md.`,
];

function clip(text: string, most: number): string {
  if (sizeOf(text) <= most) return text === '' ? '-' : text;
  const excess = Math.max(1, Math.ceil((sizeOf(text) - most) / 5));
  return clip(`${text.replace(/…$/, '').slice(0, -excess - 1)}…`, most);
}
