import type { Severity } from './severity.ts';

/** What is wrong in an account, by name. The sentences, remedies and links live in `messages/`. */
export type FindingCode =
  | 'root-without-mfa'
  | 'root-access-keys'
  | 'root-has-virtual-device'
  | 'root-used-recently'
  | 'password-without-device'
  | 'privileged-without-phishing-resistant'
  | 'no-backup-device'
  | 'console-password-unused'
  | 'wave-left'
  | 'access-key-unused'
  | 'access-key-would-be-denied'
  | 'key-spared'
  | 'key-can-open-console'
  | 'orphan-virtual-device'
  | 'prefer-identity-center'
  | 'guard-missing-or-edited'
  | 'may-take-over-the-service'
  | 'trail-missing'
  | 'nobody-subscribed'
  | 'subscription-unconfirmed'
  | 'subscription-lost';

/** A value that a finding's sentence names: numbers, names, ISO dates. Text from outside: escape it where it is shown. */
export type FindingFact = string | number | boolean;

export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** `open`, or `insufficient-data` where what it rests on could not be read: unknown is never compliant. */
  readonly status: 'open' | 'insufficient-data';
  /** ARN of what it is about: a user, root, a device, a policy, a topic, or the account's root ARN. */
  readonly resource: string;
  readonly facts: Readonly<Record<string, FindingFact>>;
};

/** The same finding on another day has the same key. */
export const keyOf = ({ code, resource, status }: Pick<Finding, 'code' | 'resource' | 'status'>): string =>
  `${code}|${resource}|${status}`;
