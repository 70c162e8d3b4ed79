import type { MfaEvent } from '../domain/mfa-event.ts';
import { callerOf } from './affected-user.ts';
import { clip } from './clip.ts';
import { irrelevant } from './irrelevant.ts';
import type { WatchedRecord } from './watched-record.ts';

/**
 * ConsoleLogin. A failed one has no errorCode, and may say that MFA was used: only what it answers tells.
 * {@link https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html}
 */
export function parseConsoleLogin(record: WatchedRecord): MfaEvent {
  const { userIdentity, responseElements, happened } = record;
  if (responseElements.ConsoleLogin !== 'Success') return irrelevant('the sign-in did not succeed');
  switch (userIdentity.type) {
    case 'IAMUser': {
      if (usedMfa(record)) return irrelevant('the user signed in with MFA');
      const user = { accountId: happened.accountId, userName: callerOf(record) };
      return { kind: 'user-signed-in-without-mfa', ...happened, user };
    }
    case 'Root':
      if (usedMfa(record)) return irrelevant('root signed in with MFA');
      if (isAssumedRoot(record)) return irrelevant('an AssumeRoot session is no sign-in of the root user');
      return { kind: 'root-signed-in-without-mfa', ...happened };
    default:
      return irrelevant(`${clip(userIdentity.type)} signed in through an identity provider, which asks for MFA itself`);
  }
}

/** PasswordUpdated, PasswordRecoveryCompleted: how root's password changes in the console, without any call to IAM. */
export const parseRootPassword =
  (eventName: 'PasswordUpdated' | 'PasswordRecoveryCompleted') =>
  ({ userIdentity, responseElements, happened }: WatchedRecord): MfaEvent => {
    if (userIdentity.type !== 'Root') return irrelevant(`${eventName} of ${clip(userIdentity.type)} is not watched`);
    if (responseElements[eventName] !== 'Success') return irrelevant(`${eventName} did not succeed`);
    return { kind: 'root-password-set', ...happened };
  };

/** `Yes`, `YES`; absent counts as no. */
function usedMfa({ additionalEventData: { MFAUsed } }: WatchedRecord): boolean {
  return typeof MFAUsed === 'string' && MFAUsed.toLowerCase() === 'yes';
}

/** AWS writes true as a boolean and as text, and fills it with "" elsewhere. */
function isAssumedRoot({ userIdentity: { sessionContext } }: WatchedRecord): boolean {
  const told = sessionContext?.assumedRoot;
  return told !== undefined && told !== null && told !== '' && told !== false && told !== 'false';
}
