import type { Account } from './account.ts';
import type { Owner } from './owner.ts';
import type { Severity } from './severity.ts';

/** `owners` gets what a person has to do, `security` what endangers the account. */
export type Audience = 'owners' | 'security';

export type Section = { readonly heading: string; readonly lines: readonly string[] };

export type Link = { readonly label: string; readonly url: string };

/**
 * What people are told, before it has the form of a channel. Lines are plain text on which `visible` has made fit
 * whatever came from outside; each renderer escapes them for where they go. An indented line is a step or a command.
 */
export type Message = {
  readonly kind: string;
  /** Whom it concerns first; security gets the rest from its minimum severity on. */
  readonly concerns: Audience;
  /** Nobody of whom it concerns has confirmed a subscription, so the owners topic gets it too. */
  readonly unheard?: true;
  readonly severity: Severity;
  readonly account: Account;
  /** Printable ASCII, under 100 characters. */
  readonly subject: string;
  /** What happened and what was done, in one sentence. */
  readonly summary: string;
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
  /** Names of the users whom it is about; none for root, and for a digest of findings. */
  readonly users: readonly string[];
  /** How many more users it is about than are named, where a channel carries no more. */
  readonly usersLeftOut?: number;
  /** Undefined where the message is not one owner's. */
  readonly owner: Owner | undefined;
  /** CloudTrail's eventID, or the id of the sweep. */
  readonly eventId: string | undefined;
  readonly at: Date;
};

/** Raised when a reader of the old JSON form would misunderstand the new one. docs/schemas/message.json */
export const MESSAGE_VERSION = 1;
