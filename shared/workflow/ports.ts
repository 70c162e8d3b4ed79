import type { Account } from '../domain/account.ts';
import type { Channel } from '../domain/channel.ts';
import type { Exemption } from '../domain/exemption.ts';
import type { Announced } from '../domain/announced.ts';
import type { AssumedRoles, Notification, UserDetails } from '../domain/notification.ts';
import type { AccountDetails, AccountSummary, CredentialReport, History, VirtualDevices } from '../domain/inventory.ts';
import type { Trail } from '../domain/findings/finding-context.ts';
import type { GuardKind } from '../domain/guard-name.ts';
import type { ExpectedRule, RuleStates } from '../domain/machine-state.ts';
import type { AttachedGuard, Guard, Keys, Posture, Unknown } from '../domain/posture.ts';
import type { Rules } from '../domain/rules.ts';
import type { OwnerRules } from '../domain/owner.ts';
import type { Carrier } from '../domain/release.ts';
import type { LastDigest } from '../domain/digest.ts';
import type { Telling } from '../domain/telling.ts';
import type { DeviceCreations } from '../domain/unused-devices.ts';
import type { UserRef } from '../domain/user-ref.ts';
import type { Waves } from './wave-ports.ts';

export type { Waves } from './wave-ports.ts';

/**
 * Reads live, side by side. What could not be read is `unknown`; it never throws for that. What a bulk read has just
 * told of the guard is handed in and not asked for twice.
 */
export type PostureReader = {
  read(user: UserRef, known?: Guard): Promise<Posture>;
  /** Whether one of the user's active access keys was used lately: two to three calls. Never throws. */
  keysOf(user: UserRef): Promise<Keys>;
};

/** Reads the account in bulk; a part that could not be read is `unknown`. */
export type InventoryReader = {
  report(): Promise<CredentialReport | Unknown>;
  details(): Promise<AccountDetails | Unknown>;
  virtualDevices(): Promise<VirtualDevices | Unknown>;
  summary(): Promise<AccountSummary | Unknown>;
};

/** A key and value of CloudTrail's LookupAttributes, such as `['EventName', 'UpdateUser']`. */
export type HistoryAttribute = readonly ['EventName' | 'Username', string];

/** CloudTrail's event history, another channel than EventBridge. Never throws: what was not read is not complete. */
export type EventHistory = {
  between(from: Date, until: Date, attributes: readonly HistoryAttribute[]): Promise<History>;
};

/**
 * Reads what only the message needs. Never throws: what it cannot tell is undefined or said to be unknown.
 * `since`: when the event happened after which roles may have been assumed; undefined: nobody asks for them.
 */
export type DetailsReader = { read(user: UserRef, since: Date | undefined): Promise<UserDetails> };

/** The roles that the user assumed since then. Never throws. */
export type AssumedRolesReader = (user: UserRef, since: Date) => Promise<AssumedRoles>;

/**
 * `no-such-entity`: the user or the policy is gone, IAM does not tell which. `would`: in `observe`, or not yet; `from`:
 * when it is done.
 */
export type AttachAnswer =
  | { readonly kind: 'attached' }
  | Would
  | { readonly kind: 'no-such-entity' }
  | { readonly kind: 'quota-exceeded'; readonly quota: string };

/** `not-there`: the user does not carry that guard, or is gone. `would`: in `observe`. */
export type DetachAnswer = { readonly kind: 'detached' | 'not-there' } | Would;

type Would = { readonly kind: 'would'; readonly from?: Date };

/** Puts guards on and off, or, in `observe`, says that it would. Throws whatever a later attempt may cure. */
export type Enforcer = {
  /** As of now: it may change from `observe` to `enforce`, once. */
  readonly mode: 'observe' | 'enforce';
  /** When `observe` ends; undefined where it does not, or has ended. */
  readonly waitsUntil?: Date | undefined;
  /** Whether an inline policy may stand in where the quota of managed ones is full. */
  readonly inlineFallback: boolean;
  arnOf(kind: GuardKind): string;
  attach(user: UserRef, guard: AttachedGuard): Promise<AttachAnswer>;
  detach(user: UserRef, guard: AttachedGuard): Promise<DetachAnswer>;
};

/** Takes the guard off, through the stack's ReleaseRole. Throws whatever a later attempt may cure. */
export type Releaser = {
  /** Every user who carries the guard. */
  carriers(): Promise<readonly Carrier[]>;
  /** `not-there`: the user does not carry that guard any more, or is gone. */
  detach(userName: string, guard: AttachedGuard): Promise<'released' | 'not-there'>;
};

/**
 * Goes out by each channel but those by which an earlier attempt has told already. Throws NotToldError when one of them
 * failed, after trying the others.
 */
export type Notices = { publish(notification: Notification, already?: readonly Channel[]): Promise<void> };

/**
 * `ours`: tell it, then mark it; by some channels an attempt that failed has told it already. `theirs`: another attempt
 * is at it. `told`: it was told.
 */
export type Claim =
  { readonly kind: 'ours'; readonly already: readonly Channel[] } | { readonly kind: 'theirs' | 'told' };

/** That a story was told: by which event or sweep, and when. */
export type Told = { readonly eventId: string; readonly toldAt: Date };

/**
 * What earlier attempts and sweeps left: names of whom nobody was told for certain, the last digest, and how many users
 * were announced to be guarded, if any were.
 */
export type Remembered = {
  readonly untold: readonly string[];
  readonly digest: LastDigest;
  readonly announced?: Announced | undefined;
};

/** What a sweep leaves behind; what is left out stays as it was. */
export type SweepChanges = Partial<Pick<Remembered, 'untold' | 'digest'>> & {
  readonly exemptions?: readonly Exemption[];
  readonly announced?: Announced | 'forgotten';
};

/** What a sweep keeps between its attempts, and from one sweep to the next. All throw when the table is out of reach. */
export type SweepMemory = {
  /**
   * One sweep an account at a time: undefined while another has the lease. The same sweep (a retry) may take its own
   * again. What is remembered comes with it, in the same call.
   */
  begin(sweepId: string, until: Date, now: Date): Promise<Remembered | undefined>;
  /** Names of those whom the sweep is about to guard. */
  keepUntold(userNames: readonly string[]): Promise<void>;
  /**
   * Gives the lease back, with what has changed of what is remembered, in one call. `exemptions`: the copy that decides
   * while their table is out of reach.
   */
  end(sweepId: string, changed: SweepChanges): Promise<void>;
  /** Which of the stories were told before, by what event and when. */
  toldAmong(subjects: readonly string[]): Promise<ReadonlyMap<string, Told>>;
  markAllTold(tellings: readonly Telling[], now: Date): Promise<void>;
};

/** The memory of what was told. All throw when the table is out of reach. */
export type State = {
  claim(telling: Telling, now: Date): Promise<Claim>;
  /** An attempt failed, but by these channels it has told: the next one leaves them out. */
  markPartly(telling: Telling, told: readonly Channel[]): Promise<void>;
  markTold(telling: Telling, now: Date): Promise<void>;
};

/** `live`: the table as it is now. `copy`: the last good copy. `none`: neither could be read. */
export type KnownExemptions = { readonly kind: 'live' | 'copy' | 'none'; readonly all: readonly Exemption[] };

/** Who is spared. None of them throws: whoever is not known to be exempt is not. */
export type Exemptions = {
  /** All there are, those that have ended among them. */
  read(): Promise<KnownExemptions>;
  /** The unique id of whoever has this name now; undefined where IAM does not tell. */
  userIdOf(user: UserRef): Promise<string | undefined>;
};

export type Clock = { now(): Date; sleep(milliseconds: number): Promise<void> };

/** Structured log lines; `warn` is for what went on in spite of it. */
export type Log = {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
};

/** What lost events are found and made good with. */
export type ReconcileServices = Services & {
  readonly history: EventHistory;
  /** Whether a trail brings events to the rules. Never throws. */
  readonly readTrail: () => Promise<Trail>;
  /** The rules that the stack has. */
  readonly expectedRules: readonly ExpectedRule[];
  /** Those rules as they are now. Never throws. */
  readonly readRules: () => Promise<RuleStates>;
};

/** Deletes virtual devices that nobody has. */
export type DevicePruning = {
  /** When devices were made, as event history tells. Never throws: what was not read is not complete. */
  readonly deviceCreations: () => Promise<DeviceCreations>;
  /** Throws what IAM refuses, such as to delete a device that somebody has. */
  readonly deleteDevice: (serial: string) => Promise<'deleted' | 'not-there'>;
};

/** What the whole account is read and swept with. */
export type SweepServices = Services & {
  readonly inventory: InventoryReader;
  readonly history: EventHistory;
  readonly memory: SweepMemory;
  readonly guardArn: string;
  readonly ownerRules: OwnerRules;
  /** Undefined where the deployment leaves devices alone. */
  readonly pruning: DevicePruning | undefined;
};

/** The ports of one account, handed in whole; a workflow names what it takes. */
export type Services = {
  readonly account: Account;
  readonly postures: PostureReader;
  readonly details: DetailsReader;
  readonly enforcer: Enforcer;
  readonly rules: Rules;
  /** Left out where everybody is guarded. */
  readonly waves?: Waves;
  readonly exemptions: Exemptions;
  readonly notices: Notices;
  readonly state: State;
  readonly clock: Clock;
  readonly log: Log;
};
