import type { EndingExemption } from '../domain/exemption-endings.ts';
import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { usersLink } from './console-links.ts';
import { exemptionSentence } from './exemption-sentence.ts';
import { sectionsOf } from './sections.ts';
import { toSubject } from './visible.ts';

type ExemptionsEnding = Extract<Notification, { kind: 'exemptions-ending' }>;

/** Exemptions that end soon or have ended, for the security team, which has to renew them or let them go. */
export function composeExemptionsEnding({ kind, account, sweepId, at, endings }: ExemptionsEnding): Message {
  const ended = endings.filter(({ ending }) => ending.kind === 'ended');
  const soon = endings.filter(({ ending }) => ending.kind === 'ends-soon');
  const found = `Exemptions from the guard, account ${accountName(account)}: ${ended.length} ended, ${soon.length} about to end.`;
  return {
    kind,
    concerns: 'security',
    severity: ended.length > 0 ? 'medium' : 'low',
    account,
    subject: toSubject(`Exemptions, account ${account.id}: ${ended.length} ended, ${soon.length} end soon`),
    summary: found,
    sections: sectionsOf({
      'What happened': [found],
      'Have ended': ended.map(line),
      'End soon': soon.map((one) => `${line(one)} (${daysLeft(one, at)})`),
      'What comes next': [
        'Once an exemption has ended, a user with a password and no MFA device is guarded at the next sweep or event.',
      ],
      'What to do now': [
        'Let the user enrol an MFA device: then no exemption is needed. NAME stands for the user.',
        'Or have somebody else than the user renew it, until DATE:',
        '  mfa-enforcer exempt renew --user NAME --expires DATE',
      ],
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users: endings.map(({ exemption }) => exemption.userName),
    owner: undefined,
    eventId: sweepId,
    at,
  };
}

const line = ({ exemption }: EndingExemption) => `- ${exemptionSentence(exemption)}`;

function daysLeft({ exemption }: EndingExemption, now: Date): string {
  const days = Math.ceil((exemption.expiresAt.getTime() - now.getTime()) / 86_400_000);
  return days === 1 ? 'within a day' : `in ${days} days`;
}
