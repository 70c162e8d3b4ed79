import type { Notification } from '../domain/notification.ts';
import type { Email } from './email.ts';
import { enrolmentSteps } from './enrolment-steps.ts';
import { sections } from './sections.ts';
import { toSubject, visible } from './visible.ts';

/** One owner's users whom a sweep guarded, or would have: nobody else's are named. */
export function renderOwnersUsers({ account, owner, users }: Extract<Notification, { kind: 'users-guarded' }>): Email {
  const names = users.map(({ outcome }) => outcome.user.userName);
  const [{ outcome }] = users;
  const wouldBe = outcome.effect === 'would-apply';
  return {
    audience: 'owners',
    severity: wouldBe ? 'medium' : 'high',
    subject: toSubject(
      `${wouldBe ? 'Would require MFA' : 'MFA required'}, ${account.id}: ${names.length} of your users`,
    ),
    text: sections({
      'What happened': [
        `A sweep of account ${account.id} found ${names.length} users with a console password and ${what(users)}.`,
      ],
      'Whose they are': [owner === undefined ? 'Owner: not known (no tag "owner")' : `Owner: ${visible(owner)}`],
      'What was done': [
        wouldBe
          ? 'Nothing was changed: the mode is "observe". In "enforce" the guard would have been attached to:'
          : 'The guard is attached: without MFA everything is denied but signing in, changing the password and enrolling a device. It stays attached; with MFA it takes nothing away. To:',
        ...names.map((name) => `- ${visible(name)}`),
      ],
      'What to do now': [
        'Each of them has to enrol an MFA device; NAME stands for the user.',
        '',
        ...enrolmentSteps(account, 'NAME'),
      ],
    }),
  };
}

/** With every password in scope the guard goes on users who have a device, too. */
const what = (users: Extract<Notification, { kind: 'users-guarded' }>['users']) =>
  users.every(({ outcome }) => outcome.decision.compliance === 'non-compliant') ? 'no MFA device' : 'without the guard';
