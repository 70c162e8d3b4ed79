import { assertNever } from '../domain/assert-never.ts';
import type { UserNotification } from '../domain/notification.ts';
import { userLink } from './console-links.ts';
import { enrolmentSteps } from './enrolment-steps.ts';
import { minutes } from './exemption-sentence.ts';

/** What the person who reads it has to do, and how. */
export function whatToDo(notification: UserNotification): readonly string[] {
  const { account, outcome } = notification;
  const { userName } = outcome.user;
  switch (notification.kind) {
    case 'user-guarded':
      return [
        `${userName} has to enrol an MFA device. Better still: let people sign in through IAM Identity Center.`,
        outcome.decision.desired === 'keys-allowed'
          ? 'Access keys of the user keep working. Automation is better off with a role: a stolen key needs no MFA.'
          : 'Access keys of the user count as "without MFA": automation that uses them needs a role instead.',
        '',
        ...enrolmentSteps(account, userName),
      ];
    case 'user-would-be-guarded':
      return [
        `Enrol an MFA device for ${userName} before ${until(outcome)}.`,
        '',
        ...enrolmentSteps(account, userName),
      ];
    case 'guard-failed':
      return afterFailure(notification);
    case 'guard-released':
      return ['Nothing. A new password without a device, or the last device removed, puts the guard on again.'];
    case 'device-added':
      return [
        `If it was you: nothing. If it was NOT you, somebody else holds the password or a key of ${userName}:`,
        `  1. Deactivate the device: ${userLink(account, userName)}`,
        '  2. Change the password and the access keys of the user.',
        '  3. Look in CloudTrail at what the user did since then.',
      ];
    default:
      return assertNever(notification.kind);
  }
}

const until = (outcome: UserNotification['outcome']) =>
  outcome.effect === 'would-apply' && outcome.from !== undefined ? minutes(outcome.from) : '"enforce" is switched on';

function afterFailure({ account, outcome }: UserNotification): readonly string[] {
  const link = userLink(account, outcome.user.userName);
  if (outcome.effect === 'failed' && outcome.failure.code === 'guard-missing') {
    return [
      'Restore the policy as docs/runbook.md tells: nobody can be guarded until it exists.',
      'Then redrive the dead-letter queue, so that this user is evaluated again.',
      `Until then, delete the console password if it is not needed: ${link}`,
    ];
  }
  return [
    'Take one managed policy off the user (put it on a group instead), or have the quota raised, then change the console password once: that evaluates the user again.',
    `Until then, delete the console password if it is not needed: ${link}`,
  ];
}
