import type { GuardKind } from './guard-name.ts';
import type { MfaDeviceKind } from './mfa-device.ts';
import type { UserEvent } from './mfa-event.ts';

/** The terms of AWS Config. {@link https://docs.aws.amazon.com/config/latest/APIReference/API_ComplianceByConfigRule.html} */
export type Compliance = 'compliant' | 'non-compliant' | 'not-applicable' | 'insufficient-data';

/** Why, as data: the sentences live in `messages/`. */
export type Reason =
  | { readonly code: 'user-gone' }
  | { readonly code: 'no-password' }
  | { readonly code: 'password-without-device' }
  | ExemptReason
  | { readonly code: 'not-in-wave' }
  | { readonly code: 'device-present'; readonly kinds: readonly MfaDeviceKind[] }
  | { readonly code: 'could-not-read'; readonly facts: readonly { readonly fact: Fact; readonly why: string }[] }
  | { readonly code: 'no-longer-true'; readonly event: UserEvent['kind'] };

/** The user would have to carry the guard, and somebody has approved that it is spared until then. */
export type ExemptReason = {
  readonly code: 'exempt';
  readonly approver: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly expiresAt: Date;
  readonly breakGlass: boolean;
};

export type Fact = 'console' | 'devices';

/** A kind: the user has to carry that guard and no other. `none`: no guard. `as-is`: whatever is attached stays. */
export type Desired = GuardKind | 'none' | 'as-is';

export type Decision = {
  readonly compliance: Compliance;
  readonly desired: Desired;
  readonly reasons: readonly [Reason, ...Reason[]];
};

/** The guard that has to be carried, if one has to be. */
export const wanted = ({ desired }: Decision): GuardKind | undefined =>
  desired === 'as-is' || desired === 'none' ? undefined : desired;
