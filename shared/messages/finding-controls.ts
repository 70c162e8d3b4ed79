import type { FindingCode } from '../domain/finding.ts';

/** The controls of others that a finding answers to. Empty: none that we could confirm. */
export type Controls = {
  readonly securityHub: readonly string[];
  /** Numbers of the CIS AWS Foundations Benchmark, which differ from version to version. */
  readonly cis: { readonly 'v3.0': string; readonly 'v5.0': string } | undefined;
};

const NONE: Controls = { securityHub: [], cis: undefined };

/** {@link https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html} */
export const CONTROLS: Readonly<Record<FindingCode, Controls>> = {
  'root-without-mfa': { securityHub: ['IAM.9'], cis: { 'v3.0': '1.5', 'v5.0': '1.4' } },
  'root-access-keys': { securityHub: ['IAM.4'], cis: { 'v3.0': '1.4', 'v5.0': '1.3' } },
  'root-has-virtual-device': { securityHub: ['IAM.6'], cis: { 'v3.0': '1.6', 'v5.0': '1.5' } },
  // Security Hub had IAM.20 for it and retired it in April 2024.
  'root-used-recently': { securityHub: [], cis: { 'v3.0': '1.7', 'v5.0': '1.6' } },
  // IAM.19 asks a device of every user, IAM.5 of those with a password.
  'password-without-device': { securityHub: ['IAM.5', 'IAM.19'], cis: { 'v3.0': '1.10', 'v5.0': '1.9' } },
  'privileged-without-phishing-resistant': NONE,
  'no-backup-device': NONE,
  // IAM.22 and CIS count 45 days, IAM.8 counts 90.
  'console-password-unused': { securityHub: ['IAM.8', 'IAM.22'], cis: { 'v3.0': '1.12', 'v5.0': '1.11' } },
  'wave-left': NONE,
  'access-key-unused': { securityHub: ['IAM.8', 'IAM.22'], cis: { 'v3.0': '1.12', 'v5.0': '1.11' } },
  'access-key-would-be-denied': NONE,
  'key-spared': NONE,
  'key-can-open-console': NONE,
  'orphan-virtual-device': NONE,
  'prefer-identity-center': { securityHub: [], cis: { 'v3.0': '1.21', 'v5.0': '1.20' } },
  'guard-missing-or-edited': NONE,
  'may-take-over-the-service': NONE,
  'trail-missing': { securityHub: ['CloudTrail.1'], cis: { 'v3.0': '3.1', 'v5.0': '3.1' } },
  'nobody-subscribed': NONE,
  'subscription-unconfirmed': NONE,
  'subscription-lost': NONE,
};
