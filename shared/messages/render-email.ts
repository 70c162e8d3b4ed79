import { accountName } from './account-name.ts';
import type { Audience, Message } from '../domain/message.ts';
import { textOf } from './sections.ts';

export type Email = { readonly subject: string; readonly text: string };

/** A message as the text of an e-mail over SNS, which adds its own link to unsubscribe. */
export function renderEmail({ subject, sections, links, account }: Message, audience: Audience): Email {
  const parts = [
    ...sections,
    ...(links.length === 0 ? [] : [{ heading: 'Links', lines: links.map(({ label, url }) => `  ${label}: ${url}`) }]),
    { heading: 'Why you get this', lines: [WHY[audience](accountName(account))] },
  ];
  return { subject, text: textOf(parts) };
}

/** And how to change that. */
const WHY: Readonly<Record<Audience, (account: string) => string>> = {
  owners: (account) =>
    `This address is subscribed to the owners topic of aws-mfa-enforcer in account ${account}. A filter policy of the subscription narrows it to some owners, kinds or severities (docs/notifications.md); the link below ends it.`,
  security: (account) =>
    `This address is subscribed to the security topic of aws-mfa-enforcer in account ${account}, which gets everything from SecurityMinimumSeverity on. A filter policy of the subscription narrows it (docs/notifications.md); the link below ends it.`,
};
