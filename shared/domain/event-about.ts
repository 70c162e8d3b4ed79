import type { Account } from './account.ts';

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
  readonly sessionIssuer?: string;
  readonly sourceAddress?: string;
  readonly userAgent?: string;
};
