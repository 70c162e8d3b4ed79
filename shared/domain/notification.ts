import type { Account } from './account.ts';
import type { Trail } from './findings/finding-context.ts';
import type { Impairment } from './machine-state.ts';
import type { Audience, Message } from './message.ts';
import type { MachineEvent, OwnRoleEvent, RootEvent, TamperEvent, UserEvent } from './mfa-event.ts';
import type { Changes } from './digest.ts';
import type { Owner } from './owner.ts';
import type { ExemptionChange } from './exemption-change.ts';
import type { EndingExemption } from './exemption-endings.ts';
import type { Outcome } from './outcome.ts';
import type { Unknown } from './posture.ts';
import type { Restoration } from './restoration.ts';
import type { SweepResult, Swept } from './sweep.ts';
import type { Waiting, WaitingOf } from './waiting.ts';

/** What a message needs besides, read after the guard is on. `unknown` values are said to be so in the message. */
export type UserDetails = {
  /** With the IAM path. */
  readonly arn: string | undefined;
  readonly owner: Owner;
  readonly assumedRoles: AssumedRoles;
};

/**
 * ARNs of the roles that the user assumed since the event, as far as history tells: it lags, and knows one Region. So a
 * list may be short, and an empty one is no proof. `not-asked`: the event is too young, or nobody may look.
 */
export type AssumedRoles =
  { readonly kind: 'roles'; readonly roles: readonly string[] } | { readonly kind: 'not-asked' } | Unknown;

export type UserNotificationKind =
  'user-guarded' | 'user-would-be-guarded' | 'guard-failed' | 'guard-released' | 'device-added';

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
  | { readonly kind: 'machine-changed'; readonly account: Account; readonly happened: MachineEvent }
  | { readonly kind: 'own-role-used'; readonly account: Account; readonly happened: OwnRoleEvent }
  /** Events do not reach the functions as deployed, as far as rules and trail show. */
  | {
      readonly kind: 'machine-impaired';
      readonly account: Account;
      readonly at: Date;
      readonly found: readonly [Impairment, ...Impairment[]];
    }
  /** Somebody touched the guard: who, and what was put back. */
  | {
      readonly kind: 'guard-tampered';
      readonly account: Account;
      readonly happened: TamperEvent;
      readonly restoration: Restoration;
      readonly at: Date;
    }
  /** Users of one owner whom a sweep guarded, or would have: no other owner's user is among them. */
  | {
      readonly kind: 'users-guarded';
      readonly account: Account;
      readonly owner: Owner;
      readonly sweepId: string;
      readonly users: readonly [Swept, ...Swept[]];
    }
  | {
      readonly kind: 'sweep-digest';
      readonly account: Account;
      readonly result: SweepResult;
      readonly changes: Changes;
      /** Nobody has confirmed a subscription of the security topic: then the owners topic hears it too. */
      readonly unheard?: true;
    }
  /** Users of one owner who carry the guard and have no device yet: no other owner's user is among them. */
  | {
      readonly kind: 'users-reminded';
      readonly account: Account;
      readonly owner: Owner;
      readonly sweepId: string;
      readonly at: Date;
      readonly users: readonly [Waiting, ...Waiting[]];
    }
  /** Users whose owners were reminded in vain. */
  | {
      readonly kind: 'users-overdue';
      readonly account: Account;
      readonly sweepId: string;
      readonly at: Date;
      readonly users: readonly [WaitingOf, ...WaitingOf[]];
    }
  /** What was too many at once: for security all of it, for an owner what concerns that owner's users. */
  | {
      readonly kind: 'held-digest';
      readonly account: Account;
      readonly concerns: Audience;
      readonly owner: Owner | undefined;
      readonly held: readonly Message[];
      readonly at: Date;
    }
  /** Exemptions that end soon or have ended. */
  | {
      readonly kind: 'exemptions-ending';
      readonly account: Account;
      readonly sweepId: string;
      readonly at: Date;
      readonly endings: readonly [EndingExemption, ...EndingExemption[]];
    }
  /** Somebody wrote into the table of exemptions. */
  | { readonly kind: 'exemption-changed'; readonly account: Account; readonly change: ExemptionChange }
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
