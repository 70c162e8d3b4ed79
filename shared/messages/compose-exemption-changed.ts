import { changeKind, type ExemptionChange, type StoredExemption } from '../domain/exemption-change.ts';
import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { exemptionSentence } from './exemption-sentence.ts';
import { usersLink } from './console-links.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

/** What became of one exemption, for the security team. The stream tells what was written, not who wrote it. */
export function composeExemptionChanged({
  kind,
  account,
  change,
}: Extract<Notification, { kind: 'exemption-changed' }>): Message {
  const found = `${sentenceOf(change)} Account ${accountName(account)}.`;
  return {
    kind,
    concerns: 'security',
    severity: 'medium',
    account,
    subject: toSubject(`Exemption ${changeKind(change)}, account ${account.id}: ${nameOf(change)}`),
    summary: found,
    sections: sectionsOf({
      'What happened': [found],
      Before: described(change.before),
      Now: described(change.after),
      'Who did it': [
        'The stream of the table tells what was written, not who wrote it. The approver is whoever mfa-enforcer exempt was run by; who writes without it can name anybody.',
      ],
      'What to do now': [
        'If nobody of you knows of it, look at all of them, and take away what should not be there:',
        ...COMMANDS,
      ],
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users: [nameOf(change)],
    owner: undefined,
    eventId: change.id,
    at: change.at,
  };
}

const COMMANDS = ['  mfa-enforcer exempt list', '  mfa-enforcer exempt remove --user NAME'];

function sentenceOf(change: ExemptionChange): string {
  const name = visible(nameOf(change));
  switch (changeKind(change)) {
    case 'added':
      return `${name} was exempted from the guard.`;
    case 'changed':
      return `The exemption of ${name} from the guard was changed.`;
    case 'removed':
      return `The exemption of ${name} from the guard was taken away.`;
    case 'unreadable':
      return `An item under ${name} in the table of exemptions is no exemption, so it frees nobody.`;
  }
}

const described = (stored: StoredExemption): readonly string[] => {
  if (stored === undefined) return [];
  return [stored === 'unreadable' ? 'An item that is no exemption, and frees nobody.' : exemptionSentence(stored)];
};

function nameOf({ before, after, userId }: ExemptionChange): string {
  if (typeof after === 'object') return after.userName;
  return typeof before === 'object' ? before.userName : userId;
}
