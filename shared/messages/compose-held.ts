import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { ownerLabel } from '../domain/owner.ts';
import { accountName } from './account-name.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { usersLink } from './console-links.ts';
import { enrolmentSteps } from './enrolment-steps.ts';
import { ownerSentence } from './owner-sentence.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

type HeldDigest = Extract<Notification, { kind: 'held-digest' }>;

/** What would have been too many messages at once: one, in which every user is named. */
export function composeHeld({ kind, account, concerns, owner, held, at }: HeldDigest): Message {
  const users = [...new Set(held.flatMap((one) => one.users))];
  const happened = `More happened in account ${accountName(account)} within a minute than can be told one by one: ${users.length} users.`;
  return {
    kind,
    concerns,
    severity: SEVERITIES.find((severity) => held.some((one) => one.severity === severity)) ?? 'info',
    account,
    subject: toSubject(`MFA of ${users.length} users, ${account.id}: told in one message`),
    summary: happened,
    sections: sectionsOf({
      'What happened': [happened],
      ...(owner === undefined ? {} : { 'Whose they are': [ownerSentence(owner)] }),
      ...Object.fromEntries(
        kindsOf(held).map((of) => [HEADINGS[of] ?? `Told of (${of})`, usersOf(held, of, concerns === 'security')]),
      ),
      'What to do now': [
        'Each of whom the guard was attached to has to enrol an MFA device; NAME stands for the user.',
        '',
        ...enrolmentSteps(account, 'NAME'),
      ],
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users,
    owner,
    eventId: undefined,
    at,
  };
}

/** By kind of what was held. */
const HEADINGS: Readonly<Record<string, string>> = {
  'user-guarded': 'The guard is attached to',
  'users-guarded': 'A sweep attached the guard to, or would in enforce',
  'user-would-be-guarded': 'In enforce the guard would have been attached to',
  'device-added': 'MFA devices were added for',
  'users-reminded': 'Still without a device',
};

/** Known ones in the order of the headings, then whatever else was held: nobody is left out. */
const kindsOf = (held: readonly Message[]): readonly string[] => {
  const kinds = new Set(held.map(({ kind }) => kind));
  return [
    ...Object.keys(HEADINGS).filter((kind) => kinds.has(kind)),
    ...[...kinds].filter((kind) => !(kind in HEADINGS)),
  ];
};

/** Each user once, with the owner where the message is for all owners'. */
function usersOf(held: readonly Message[], kind: string, withOwner: boolean): readonly string[] {
  const lines = held
    .filter((one) => one.kind === kind)
    .flatMap(({ users, owner }) => {
      const label = owner === undefined ? undefined : ownerLabel(owner);
      const whose = withOwner ? ` (${label === undefined ? 'owner not known' : visible(label, 100)})` : '';
      return users.map((name) => `- ${visible(name)}${whose}`);
    });
  return [...new Set(lines)].toSorted();
}
