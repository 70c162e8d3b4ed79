import { CONTROLS } from '../../shared/messages/finding-controls.ts';
import { REMEDIES } from '../../shared/messages/finding-remedy.ts';
import { findingSentence } from '../../shared/messages/finding-sentence.ts';
import { SCHEMA_VERSION } from '../to-json.ts';
import type { Audited } from './audited.ts';

/** For machines: names as they are, dates as ISO 8601 in UTC, null for what there is not. */
export function auditDocument(audit: Audited): object {
  const { account, findings, lines, startedAt, endedAt } = audit;
  return {
    schemaVersion: SCHEMA_VERSION,
    command: 'audit',
    exitCode: audit.exitCode,
    account: { id: account.id, partition: account.partition },
    caller: audit.caller,
    guardArn: audit.guardArn,
    deep: audit.deep,
    scope: audit.rules.scope,
    longTermKeys: audit.rules.longTermKeys,
    phases: audit.rules.phases,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    reportGeneratedAt: audit.reportFrom?.toISOString() ?? null,
    apiCalls: audit.calls,
    complete: audit.unread.length === 0,
    unread: audit.unread,
    userCount: audit.users,
    users: lines.map((line) => ({ ...line, privilegedBy: line.privilegedBy ?? null })),
    findings: findings.map((finding) => ({
      ...finding,
      sentence: findingSentence(finding),
      remedy: REMEDIES[finding.code].steps,
      link: REMEDIES[finding.code].link,
      controls: { securityHub: CONTROLS[finding.code].securityHub, cis: CONTROLS[finding.code].cis ?? null },
    })),
    snapshot: audit.snapshot,
  };
}
