import type { Account } from './account.ts';
import type { Compliance, Reason } from './decision.ts';
import type { Finding } from './finding.ts';
import type { Trail } from './findings/finding-context.ts';
import type { RootEvent, UserEvent } from './mfa-event.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { Severity } from './severity.ts';
import type { SweepResult } from './sweep.ts';

/** Raised when a reader of the old details would misunderstand the new ones. docs/schemas/event.json */
export const EVENT_VERSION = 1;

/** In the detail of every event. */
export type EventAbout = {
  readonly schemaVersion: typeof EVENT_VERSION;
  readonly account: Account;
  /** CloudTrail's eventID, or the id of the sweep. With detail-type and user it tells a second delivery. */
  readonly eventId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** Who did it. Text from outside, cut where it is endless. */
export type ActorDetail = {
  readonly type: string;
  readonly arn?: string;
  readonly sourceAddress?: string;
  readonly userAgent?: string;
};

export type UserDetail = EventAbout & {
  readonly user: { readonly name: string; readonly arn?: string };
  /** What led to it. */
  readonly happened: UserEvent['kind'] | 'sweep';
  readonly happenedAt?: string;
  readonly compliance: Compliance;
  readonly effect: Outcome['effect'];
  readonly reasons: readonly Reason[];
  /** There is none of a sweep. */
  readonly actor?: ActorDetail;
  /** Absent when nobody is named for certain. */
  readonly owner?: string;
  readonly failure?: Failure;
  readonly deviceSerial?: string;
};

export type RootDetail = EventAbout & {
  readonly happened: RootEvent['kind'];
  readonly actor: ActorDetail;
  readonly deviceSerial?: string;
};

/** A user with the guard and without a device. */
export type WaitingDetail = EventAbout & {
  readonly user: { readonly name: string };
  /** When somebody was told of the guard, and whole days since. */
  readonly toldAt: string;
  readonly daysWaiting: number;
  readonly owner?: string;
};

export type SweepDetail = EventAbout & {
  readonly result: SweepResult['kind'];
  readonly startedAt: string;
  readonly mayMissNewUsers: boolean;
  readonly counts: Readonly<
    Record<'users' | 'suspects' | 'guarded' | 'wouldBeGuarded' | 'failed' | 'unfinished' | 'new' | 'resolved', number>
  >;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly newFindings: readonly Finding[];
  /** Keys of findings that are gone: `code|resource|status`. */
  readonly resolvedFindings: readonly string[];
  /** How many of a list did not fit into the event; absent where all did. */
  readonly leftOut?: Readonly<Partial<Record<'newFindings' | 'resolvedFindings', number>>>;
};

/** What machines are told, on the event bus. `detailType` is what their rules match. */
export type DomainEvent =
  | {
      readonly detailType: 'User Guarded' | 'User Would Be Guarded' | 'Guard Failed' | 'MFA Device Added';
      readonly detail: UserDetail;
    }
  | { readonly detailType: 'Event Lost'; readonly detail: UserDetail & { readonly trail: Trail } }
  | {
      readonly detailType: 'Root Signed In Without MFA' | 'Root Password Set' | 'Root MFA Device Removed';
      readonly detail: RootDetail;
    }
  | { readonly detailType: 'User Reminded' | 'User Overdue'; readonly detail: WaitingDetail }
  | { readonly detailType: 'Sweep Completed'; readonly detail: SweepDetail };
