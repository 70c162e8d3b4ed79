import type { GuardKind } from '../../shared/domain/guard-name.ts';
import { type Caller, isEnrolment, type Request, type Session } from './guard-requests.ts';

/** The promise of docs/policy.md for one guard, told a second time and without the document. */
export type Law = {
  /** In such a session everything is taken away but what is open. */
  readonly isGuarded: (session: Session) => boolean;
  readonly isOpen: (caller: Caller, request: Request) => boolean;
};

/** What is open for whoever has a device: a forced change of the password, and the serial number for the CLI. */
const SIGNING_IN = ['iam:ChangePassword', 'iam:GetAccountPasswordPolicy', 'iam:ListMFADevices', 'sts:GetSessionToken'];

export const LAWS: Readonly<Record<GuardKind, Law>> = {
  guard: { isGuarded: ({ lacksMfa }) => lacksMfa, isOpen: isEnrolment },
  // A call with a long-term key says of MFA neither true nor false.
  'keys-allowed': { isGuarded: ({ lacksMfa, mfa }) => lacksMfa && mfa !== undefined, isOpen: isEnrolment },
  enrolled: {
    isGuarded: ({ lacksMfa }) => lacksMfa,
    isOpen: (caller, request) => SIGNING_IN.includes(request.action) && isEnrolment(caller, request),
  },
};
