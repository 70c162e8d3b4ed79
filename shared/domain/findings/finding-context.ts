import type { Account } from '../account.ts';
import type { GuardKind } from '../guard-name.ts';
import type { PolicyText } from '../inventory.ts';
import type { Audience } from '../message.ts';
import type { Devices, Posture, Unknown } from '../posture.ts';
import type { LongTermKeys } from '../rules.ts';

export type FindingSettings = {
  /** A console password that nobody used for so many days is better removed. */
  readonly unusedPasswordDays: number;
  /** An access key used within so many days counts as in use. */
  readonly recentKeyDays: number;
  /** Whether the devices of every password user were read live. */
  readonly deep: boolean;
};

/** A guard policy's default version. */
export type GuardPolicy =
  | { readonly kind: 'policy'; readonly document: PolicyText; readonly defaultVersion: string }
  | { readonly kind: 'missing' };

/** All three, whoever carries which. */
export type GuardPolicies = { readonly kind: 'policies'; readonly of: ReadonlyMap<GuardKind, GuardPolicy> } | Unknown;

/** Who hears of what a topic is told. */
export type Subscriptions = {
  readonly topicArn: string;
  readonly audience: Audience;
  readonly confirmed: number;
  readonly pending: number;
  /** Taken off, and not forgotten yet. */
  readonly deleted: number;
};

/** Whether a trail brings management events to EventBridge. */
export type Trail = { readonly kind: 'logging' } | { readonly kind: 'missing'; readonly why: string } | Unknown;

/** What is needed beside the bulk reads. `not-asked`: there is no stack to ask about, so nothing is found of it. */
export type FindingContext = {
  readonly account: Account;
  readonly now: Date;
  readonly guardArn: string;
  /** What becomes of the long-term access keys of whoever is guarded. */
  readonly longTermKeys: LongTermKeys;
  readonly settings: FindingSettings;
  /** By user name: what was read live of the suspects. It outweighs the report. */
  readonly postures: ReadonlyMap<string, Posture>;
  /** By user name: the devices of every password user, read live; with `deep` only. */
  readonly deepDevices?: ReadonlyMap<string, Devices>;
  readonly guardPolicies: GuardPolicies;
  readonly subscriptions: readonly Subscriptions[] | Unknown | 'not-asked';
  readonly trail: Trail | 'not-asked';
  /** ARNs of who was in the wave once and is not any more; left out where there is no wave. */
  readonly leftWave?: readonly string[];
};

/** What findings of the account as a whole are about. */
export const accountArn = ({ account }: FindingContext): string => `arn:${account.partition}:iam::${account.id}:root`;
