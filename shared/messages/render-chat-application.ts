import type { Message } from '../domain/message.ts';
import { ownerLabel } from '../domain/owner.ts';
import { chatDescription } from './chat-description.ts';
import { inertText } from './chat-text.ts';

/** {@link https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html#event-schema} */
export type CustomNotification = {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
};

/** A message for Amazon Q Developer in chat applications, which makes a card of it in Slack or Teams. */
export const renderChatApplication = (message: Message): string => JSON.stringify(toCustomNotification(message));

export function toCustomNotification(message: Message): CustomNotification {
  const { kind, severity, account, subject, summary, links, users, owner, eventId, at } = message;
  const label = owner === undefined ? undefined : ownerLabel(owner);
  return {
    version: '1.0',
    source: 'custom',
    // One sweep tells several owners: its id alone would make their messages the same.
    id: [kind, eventId ?? at.toISOString(), ...users.slice(0, 1)].map(inertText).join('/').slice(0, 250),
    content: {
      textType: 'client-markdown',
      title: `${SIGNS[severity]} ${inertText(subject)}`,
      description: chatDescription(message),
      ...(links.length === 0 ? {} : { nextSteps: links.map((link) => `${inertText(link.label)}: ${link.url}`) }),
      keywords: [severity, inertText(kind), account.id],
    },
    metadata: {
      threadId: threadOf(message),
      summary: inertText(summary),
      eventType: inertText(kind),
      relatedResources: [...users.slice(0, 50).map(inertText), ...more(users.length - 50)],
      additionalContext: {
        severity,
        accountId: account.id,
        at: at.toISOString(),
        ...(label === undefined ? {} : { owner: inertText(label) }),
      },
    },
  };
}

/** As Slack and Teams show them, without a colour. */
const SIGNS = { critical: '🚨', high: '🔴', medium: '🟠', low: '🟡', info: '🔵' } as const;

/** What concerns one owner's one user stands in one thread, root in another, and the sweeps of an account in a third. */
function threadOf({ kind, account, users, owner }: Message): string {
  const [user] = users;
  const about = owner !== undefined && users.length === 1 && user !== undefined ? `user/${user}` : kind;
  return `mfa-enforcer/${account.id}/${inertText(about)}`;
}

const more = (left: number) => (left > 0 ? [`… and ${left} more`] : []);
