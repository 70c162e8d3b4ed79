import type { Finding, FindingCode, FindingFact } from '../finding.ts';
import type { Severity } from '../severity.ts';

/** How grave a finding is when nothing about it says otherwise. */
const SEVERITY: Readonly<Record<FindingCode, Severity>> = {
  'root-without-mfa': 'critical',
  'root-access-keys': 'critical',
  'root-has-virtual-device': 'medium',
  'root-used-recently': 'medium',
  'password-without-device': 'critical',
  'privileged-without-phishing-resistant': 'high',
  'no-backup-device': 'low',
  'console-password-unused': 'low',
  'wave-left': 'medium',
  'access-key-unused': 'low',
  'access-key-would-be-denied': 'high',
  'key-spared': 'medium',
  'key-can-open-console': 'medium',
  'orphan-virtual-device': 'low',
  'prefer-identity-center': 'info',
  'guard-missing-or-edited': 'high',
  'may-take-over-the-service': 'medium',
  'trail-missing': 'critical',
  'nobody-subscribed': 'high',
  'subscription-unconfirmed': 'low',
  'subscription-lost': 'medium',
};

type Facts = Readonly<Record<string, FindingFact>>;

export function open(code: FindingCode, resource: string, facts: Facts = {}, severity = SEVERITY[code]): Finding {
  return { code, severity, status: 'open', resource, facts };
}

/** Not silence, and not an alarm either: as grave as the open finding, at most `medium`. */
export function insufficientData(code: FindingCode, resource: string, facts: Facts & { why: string }): Finding {
  const grave = SEVERITY[code];
  const severity = grave === 'low' || grave === 'info' ? grave : 'medium';
  return { code, severity, status: 'insufficient-data', resource, facts };
}
