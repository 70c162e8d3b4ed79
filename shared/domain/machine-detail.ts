import type { ActorDetail, EventAbout } from './event-about.ts';
import type { Impairment } from './machine-state.ts';
import type { TamperEvent } from './mfa-event.ts';
import type { Outcome } from './outcome.ts';
import type { Restoration } from './restoration.ts';

/** Somebody changed what the service consists of. */
export type MachineDetail = EventAbout & {
  readonly service: string;
  readonly call: string;
  readonly resource?: string;
  readonly actor: ActorDetail;
};

/** Something else than our own function acted in the name of the function's role. */
export type OwnRoleDetail = MachineDetail & { readonly role: string; readonly refused?: string };

/** Events do not reach the functions as deployed. */
export type ImpairmentDetail = EventAbout & { readonly found: readonly Impairment[] };

/** Somebody touched a guard. */
export type TamperDetail = EventAbout & {
  readonly happened: TamperEvent['kind'];
  readonly happenedAt: string;
  /** The call of IAM. */
  readonly call: string;
  /** The name of the guard policy that was touched. */
  readonly policy?: string;
  readonly user?: { readonly name: string };
  readonly actor: ActorDetail;
  /** What was done about it. */
  readonly restoration: Exclude<Restoration['kind'], 'evaluated'> | Outcome['effect'];
  readonly versionId?: string;
};
