import type { Account } from '../domain/account.ts';
import type { Notification, UserDetails } from '../domain/notification.ts';
import type { Posture } from '../domain/posture.ts';
import type { Telling } from '../domain/telling.ts';
import type { UserRef } from '../domain/user-ref.ts';

/** Reads live, side by side. What could not be read is `unknown`; it never throws for that. */
export type PostureReader = { read(user: UserRef): Promise<Posture> };

/** Reads what only the message needs. Never throws: what it cannot tell is undefined. */
export type DetailsReader = { read(user: UserRef): Promise<UserDetails> };

/** `no-such-entity`: the user or the policy is gone, IAM does not tell which. */
export type AttachAnswer =
  | { readonly kind: 'attached' }
  | { readonly kind: 'would-attach' }
  | { readonly kind: 'no-such-entity' }
  | { readonly kind: 'quota-exceeded'; readonly quota: string };

/** Puts the guard on, or, in `observe`, says that it would. Throws whatever a later attempt may cure. */
export type Enforcer = { readonly guardArn: string; attach(user: UserRef): Promise<AttachAnswer> };

/** One publish per notification. Throws when nobody could be told. */
export type Notices = { publish(notification: Notification): Promise<void> };

/** `ours`: tell it, then mark it. `theirs`: another attempt is at it. `told`: it was told. */
export type Claim = 'ours' | 'theirs' | 'told';

/** The memory of what was told. Both throw when the table is out of reach. */
export type State = {
  claim(telling: Telling, now: Date): Promise<Claim>;
  markTold(telling: Telling, now: Date): Promise<void>;
};

export type Clock = { now(): Date; sleep(milliseconds: number): Promise<void> };

/** Structured log lines; `warn` is for what went on in spite of it. */
export type Log = {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
};

/** The ports of one account, handed in whole; a workflow names what it takes. */
export type Services = {
  readonly account: Account;
  readonly postures: PostureReader;
  readonly details: DetailsReader;
  readonly enforcer: Enforcer;
  readonly notices: Notices;
  readonly state: State;
  readonly clock: Clock;
  readonly log: Log;
};
