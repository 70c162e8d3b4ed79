import type { Fight } from '../domain/fight.ts';
import type { GuardKind } from '../domain/guard-name.ts';
import type { Services } from './ports.ts';

/** One version of a guard policy, with its text as IAM keeps it. */
export type GuardVersion = { readonly id: string; readonly isDefault: boolean; readonly document: string };

export type GuardPolicyPort = {
  /** The default version first; `missing`: there is no such policy. Throws whatever a later attempt may cure. */
  versions(kind: GuardKind): Promise<readonly GuardVersion[] | 'missing'>;
  /** `would-set`: in `observe`. */
  setDefault(kind: GuardKind, versionId: string): Promise<'set' | 'would-set'>;
};

/** Counts the restores of one user. */
export type Fights = {
  /** One more detach, counted once an event. Throws when the table is out of reach. */
  count(userName: string, eventId: string, now: Date): Promise<Fight>;
};

export type RestoreServices = Omit<Services, 'details'> & {
  readonly guardPolicy: GuardPolicyPort;
  readonly fights: Fights;
  /** Whether some users wait for their first guard. */
  readonly waved: boolean;
  /** Role ARNs whose calls are our own: what restores and what releases. */
  readonly ownRoles: readonly string[];
};

/** How the event came: at first, with a way to have it brought again later, or because that time has come. */
export type Coming = { readonly kind: 'first' | 'due'; readonly later: (seconds: number) => Promise<void> };
