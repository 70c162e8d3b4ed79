import { assertNever } from '../domain/assert-never.ts';
import { type Reason, wanted } from '../domain/decision.ts';
import type { RootEvent, UserEvent } from '../domain/mfa-event.ts';
import type { Outcome } from '../domain/outcome.ts';
import { minutes } from './exemption-sentence.ts';
import { visible } from './visible.ts';
import { wouldSentence } from './would-sentence.ts';

/** What happened, as a sentence. */
export function eventSentence(happened: UserEvent | RootEvent): string {
  switch (happened.kind) {
    case 'password-set':
      return `The console password of ${happened.user.userName} was created or changed.`;
    case 'password-removed':
      return `The console password of ${happened.user.userName} was deleted.`;
    case 'device-removed':
      return `The MFA device ${visible(happened.serial)} of ${happened.user.userName} was deactivated.`;
    case 'device-added':
      return `The MFA device ${visible(happened.serial)} was enabled for ${happened.user.userName}.`;
    case 'user-renamed':
      return `The user ${happened.formerName} was renamed to ${happened.user.userName}.`;
    case 'user-signed-in-without-mfa':
      return `${happened.user.userName} signed in to the console without MFA.`;
    case 'root-signed-in-without-mfa':
      return 'The root user signed in to the console without MFA.';
    case 'root-password-set':
      return 'The password of the root user was created or changed.';
    case 'root-device-removed':
      return `An MFA device of the root user was deactivated${happened.serial === undefined ? '' : `: ${visible(happened.serial)}`}.`;
    default:
      return assertNever(happened);
  }
}

/** What happened, when, by whom and from where. */
export function told(happened: UserEvent | RootEvent): readonly string[] {
  const { actor } = happened;
  return [
    eventSentence(happened),
    `At ${happened.at.toISOString()} (UTC), event ${visible(happened.eventId)}`,
    `By ${visible(actor.arn ?? actor.type)}`,
    `From ${visible(actor.sourceAddress ?? 'an unknown address')}, with ${visible(actor.userAgent ?? 'an unknown client')}`,
  ];
}

/** Why, as a sentence. */
export function reasonSentence(reason: Reason): string {
  switch (reason.code) {
    case 'password-without-device':
      return 'The user has a console password and no MFA device.';
    case 'device-present':
      return `The user has an MFA device (${reason.kinds.join(', ')}).`;
    case 'no-password':
      return 'The user has no console password.';
    case 'user-gone':
      return 'The user does not exist any more.';
    case 'could-not-read':
      return `Could not be read: ${reason.facts.map(({ fact, why }) => `${fact} (${visible(why)})`).join(', ')}.`;
    case 'exempt':
      return `The user is exempt from the guard until ${minutes(reason.expiresAt)}, approved by ${visible(reason.approver)}: ${visible(reason.reason)}.`;
    case 'not-in-wave':
      return 'The user is not in the wave that is guarded so far: the guard comes with a later one.';
    case 'no-longer-true':
      return 'What the event told was undone since.';
    default:
      return assertNever(reason);
  }
}

/** What was done, as sentences. */
export function effectSentence(outcome: Outcome): string {
  const name = outcome.user.userName;
  switch (outcome.effect) {
    case 'applied':
      return `${guardSentence(outcome, name)}${INSTEAD[String(outcome.inline ?? false)]}`;
    case 'swapped':
      return `${guardSentence(outcome, name)}${INSTEAD[String(outcome.inline ?? false)]}${outcome.bare ? BARE : ''}`;
    case 'already-so':
      return guardSentence(outcome, name);
    case 'released':
      return `The guard was taken off ${name}, as this deployment does once it is not needed.`;
    case 'would-apply':
      return wouldSentence(outcome, name);
    case 'failed':
      return failureSentence(outcome.failure, name);
    default:
      return assertNever(outcome);
  }
}

/** Which guard the user carries, and what it does. */
function guardSentence({ decision }: Outcome, name: string): string {
  const kind = wanted(decision);
  switch (kind) {
    case undefined:
      return 'Nothing had to be changed.';
    case 'guard':
      return `The guard is attached to ${name}: without MFA everything is denied but signing in, changing the password and enrolling a device. It stays attached; with MFA it takes nothing away.`;
    case 'keys-allowed':
      return `The guard that spares access keys is attached to ${name}: a session without MFA may do nothing but sign in, change the password and enrol a device. Long-term access keys keep working; with MFA it takes nothing away.`;
    case 'enrolled':
      return `The guard for users with a device is attached to ${name}: without MFA everything is denied but signing in and changing the password, enrolling a further device too. With MFA it takes nothing away.`;
    default:
      return assertNever(kind);
  }
}

/** By whether it stands in. */
const INSTEAD: Readonly<Record<string, string>> = {
  true: ' It is an inline policy, since the user has as many managed ones as IAM allows.',
  false: '',
};

const BARE =
  ' For some seconds in between the user carried no guard, since IAM allows no further managed policy on the user.';

function failureSentence(failure: (Outcome & { effect: 'failed' })['failure'], name: string): string {
  switch (failure.code) {
    case 'quota-exceeded':
      return `The guard could NOT be attached to ${name}, who stays open: the quota ${visible(failure.quota)} is full.`;
    case 'guard-missing':
      return `The guard could NOT be attached to ${name}, who stays open: the policy ${visible(failure.guardArn)} does not exist.`;
    default:
      return assertNever(failure);
  }
}
