import type { Account } from './account.ts';
import type { RootEvent, UserEvent } from './mfa-event.ts';
import type { Outcome } from './outcome.ts';

/** What a message needs besides, read after the guard is on. `unknown` values are said to be so in the message. */
export type UserDetails = {
  /** With the IAM path. */
  readonly arn: string | undefined;
  /** From the user's tag `owner`. */
  readonly owner: string | undefined;
};

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

export type UserNotificationKind = 'user-guarded' | 'user-would-be-guarded' | 'guard-failed' | 'device-added';

/** What people are told, before it has the form of any channel. */
export type Notification =
  | {
      readonly kind: UserNotificationKind;
      readonly account: Account;
      readonly happened: UserEvent;
      readonly outcome: Outcome;
      readonly details: UserDetails;
    }
  | { readonly kind: 'root-alert'; readonly account: Account; readonly happened: RootEvent };
