import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { usersLink } from './console-links.ts';
import { enrolmentSteps } from './enrolment-steps.ts';
import { minutes } from './exemption-sentence.ts';
import type { Message } from '../domain/message.ts';
import { ownerSentence } from './owner-sentence.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

type UsersGuarded = Extract<Notification, { kind: 'users-guarded' }>;

/** One owner's users whom a sweep guarded, or would have: nobody else's are named. */
export function composeOwnersUsers({ kind, account, owner, users, sweepId }: UsersGuarded): Message {
  const names = users.map(({ outcome }) => outcome.user.userName);
  const [{ outcome }] = users;
  const wouldBe = outcome.effect === 'would-apply';
  const from = wouldBe ? outcome.from : undefined;
  const notDone = from === undefined ? 'Nothing was changed: the mode is "observe".' : 'Nothing was changed yet.';
  const found = `A sweep of account ${accountName(account)} found ${names.length} users with a console password and ${what(users)}.`;
  const done = wouldBe
    ? from === undefined
      ? `${notDone} In "enforce" the guard would have been attached to:`
      : `${notDone} From ${minutes(from)} on the guard is attached to ${whom(users)}:`
    : 'The guard is attached: without MFA everything is denied but signing in, changing the password and enrolling a device. It stays attached; with MFA it takes nothing away. To:';
  return {
    kind,
    concerns: 'owners',
    severity: wouldBe ? 'medium' : 'high',
    subject: toSubject(
      `${wouldBe ? whenRequired(from) : 'MFA required'}, ${account.id}: ${names.length} of your users`,
    ),
    account,
    summary: `${found} ${wouldBe ? summaryOf(notDone, from) : 'The guard is attached to them.'}`,
    sections: sectionsOf({
      'What happened': [found],
      'Whose they are': [ownerSentence(owner)],
      'What was done': [done, ...names.map((name) => `- ${visible(name)}`)],
      'What to do now': [
        `Each of them has to enrol an MFA device${from === undefined ? '' : ` before ${minutes(from)}`}; NAME stands for the user.`,
        '',
        ...enrolmentSteps(account, 'NAME'),
      ],
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users: names,
    owner,
    eventId: sweepId,
    at: outcome.at,
  };
}

const whenRequired = (from: Date | undefined) =>
  from === undefined ? 'Would require MFA' : `MFA from ${from.toISOString().slice(0, 10)}`;

const summaryOf = (notDone: string, from: Date | undefined) =>
  from === undefined ? notDone : `${notDone} The guard comes at ${minutes(from)}.`;

/** With every password in scope the guard goes on users who have a device, too. */
const isOpen = ({ outcome }: UsersGuarded['users'][number]) => outcome.decision.compliance === 'non-compliant';

const what = (users: UsersGuarded['users']) => (users.every(isOpen) ? 'no MFA device' : 'without the guard');

const whom = (users: UsersGuarded['users']) =>
  users.every(isOpen) ? 'whoever of them has no MFA device by then' : 'them';
