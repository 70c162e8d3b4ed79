import type { Owner } from './owner.ts';
import type { UserRef } from './user-ref.ts';

/** A user whom somebody told that the guard is on, and who has not enrolled a device since. */
export type Waiting = {
  readonly user: UserRef;
  /** When it was told: the reminders count from here. */
  readonly toldAt: Date;
};

/** The same, for those who look after all owners' users. */
export type WaitingOf = Waiting & { readonly owner: Owner };
