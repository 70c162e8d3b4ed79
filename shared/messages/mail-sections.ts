import type { Message, Section } from '../domain/message.ts';
import { visible } from './visible.ts';

/** What an owner's own mail says: the message, and what only its one reader has to know. */
export function mailSections(message: Message, contact: string | undefined): readonly Section[] {
  return [
    ...message.sections,
    ...(OF_THE_GUARD.has(message.kind) ? [WITHOUT_MFA] : []),
    ...(contact === undefined ? [] : [{ heading: 'Whom to ask', lines: [visible(contact)] }]),
  ];
}

/** And how to change that. */
export function whyThisAddress({ owner, users }: Message): Section {
  const found = owner?.kind === 'address' ? ` It was found by the ${visible(owner.from)}.` : '';
  const whom = users.length === 1 ? visible(users[0] ?? '') : 'these users';
  return {
    heading: 'Why you get this',
    lines: [
      `This is the address of the owner of ${whom}.${found}`,
      'To change that, change the tags of the user in IAM: a tag goes before the name of the user, and the setting OwnerTags of aws-mfa-enforcer says which keys count (docs/notifications.md).',
    ],
  };
}

/** Those that ask somebody to enrol a device. */
const OF_THE_GUARD: ReadonlySet<string> = new Set([
  'user-guarded',
  'user-would-be-guarded',
  'users-guarded',
  'users-reminded',
]);

/** What the guard leaves open: shared/domain/guard-document.ts */
const WITHOUT_MFA: Section = {
  heading: 'What the guard leaves open without MFA',
  lines: [
    '- Signing in with the password, and changing it',
    '- Looking at the own MFA devices and enrolling new ones, in the console and with the CLI',
    '- Getting a session with MFA for the CLI: aws sts get-session-token',
    'All else works again after the next sign-in with MFA: what the user may do was not changed.',
  ],
};
