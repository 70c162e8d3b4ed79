import type { Account } from './account.ts';
import type { Trail } from './findings/finding-context.ts';
import type { RootEvent, UserEvent } from './mfa-event.ts';
import type { Changes } from './digest.ts';
import type { Outcome } from './outcome.ts';
import type { SweepResult, Swept } from './sweep.ts';

/** What a message needs besides, read after the guard is on. `unknown` values are said to be so in the message. */
export type UserDetails = {
  /** With the IAM path. */
  readonly arn: string | undefined;
  /** From the user's tag `owner`. */
  readonly owner: string | undefined;
};

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
  | { readonly kind: 'root-alert'; readonly account: Account; readonly happened: RootEvent }
  /** Users of one owner whom a sweep guarded, or would have: no other owner's user is among them. */
  | {
      readonly kind: 'users-guarded';
      readonly account: Account;
      readonly owner: string | undefined;
      readonly users: readonly [Swept, ...Swept[]];
    }
  | {
      readonly kind: 'sweep-digest';
      readonly account: Account;
      readonly result: SweepResult;
      readonly changes: Changes;
    }
  /** Users whom the event history told of and the rules did not: guarded late. */
  | {
      readonly kind: 'events-lost';
      readonly account: Account;
      readonly lost: readonly [LostEvent, ...LostEvent[]];
      readonly trail: Trail;
    };

/** An event that should have reached a rule, and did not in time. */
export type LostEvent = { readonly happened: UserEvent; readonly outcome: Outcome };

/** A notification about one user. */
export type UserNotification = Extract<Notification, { kind: UserNotificationKind }>;
