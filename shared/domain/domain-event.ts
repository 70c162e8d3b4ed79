import type { EventAbout, ActorDetail } from './event-about.ts';
import type { ImpairmentDetail, MachineDetail, OwnRoleDetail, TamperDetail } from './machine-detail.ts';
import type { Compliance, Reason } from './decision.ts';
import type { Ending } from './exemption-endings.ts';
import type { Exemption } from './exemption.ts';
import type { Finding } from './finding.ts';
import type { Trail } from './findings/finding-context.ts';
import type { RootEvent, UserEvent } from './mfa-event.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { Severity } from './severity.ts';
import type { SweepResult } from './sweep.ts';

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
  /** When the guard comes, of a user who would be guarded. */
  readonly enforceFrom?: string;
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

/** An exemption, with its moments as ISO 8601 in UTC. */
export type ExemptionData = Omit<Exemption, 'createdAt' | 'expiresAt'> & {
  readonly createdAt: string;
  readonly expiresAt: string;
};

export type EndingDetail = EventAbout & { readonly ending: Ending['kind']; readonly exemption: ExemptionData };

/** What was written into the table of exemptions; the stream does not tell by whom. */
export type ExemptionChangeDetail = EventAbout & {
  readonly change: 'added' | 'changed' | 'removed' | 'unreadable';
  readonly userId: string;
  readonly before?: ExemptionData;
  readonly after?: ExemptionData;
};

export type SweepDetail = EventAbout & {
  readonly result: SweepResult['kind'];
  readonly startedAt: string;
  readonly mayMissNewUsers: boolean;
  /** Nobody is guarded before; absent where that is no question of time. */
  readonly enforceFrom?: string;
  readonly counts: Readonly<
    Record<
      | 'users'
      | 'suspects'
      | 'guarded'
      | 'wouldBeGuarded'
      | 'notInWave'
      | 'failed'
      | 'unfinished'
      | 'devicesDeleted'
      | 'new'
      | 'resolved',
      number
    >
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
      readonly detailType:
        'User Guarded' | 'User Would Be Guarded' | 'Guard Failed' | 'Guard Released' | 'MFA Device Added';
      readonly detail: UserDetail;
    }
  | { readonly detailType: 'Event Lost'; readonly detail: UserDetail & { readonly trail: Trail } }
  | {
      readonly detailType: 'Root Signed In Without MFA' | 'Root Password Set' | 'Root MFA Device Removed';
      readonly detail: RootDetail;
    }
  | { readonly detailType: 'Machine Changed'; readonly detail: MachineDetail }
  | { readonly detailType: 'Own Role Used'; readonly detail: OwnRoleDetail }
  | { readonly detailType: 'Machine Impaired'; readonly detail: ImpairmentDetail }
  | { readonly detailType: 'Guard Tampered'; readonly detail: TamperDetail }
  | { readonly detailType: 'User Reminded' | 'User Overdue'; readonly detail: WaitingDetail }
  | { readonly detailType: 'Exemption Ending'; readonly detail: EndingDetail }
  | { readonly detailType: 'Exemption Changed'; readonly detail: ExemptionChangeDetail }
  | { readonly detailType: 'Sweep Completed'; readonly detail: SweepDetail };
