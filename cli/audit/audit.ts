import { findingsOf } from '../../shared/domain/findings/findings-of.ts';
import { factsOf } from '../../shared/domain/findings/user-facts.ts';
import { isPossible } from '../../shared/domain/findings/evidence.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { snapshotOf } from '../../shared/domain/plan/snapshot.ts';
import type { Connection } from '../connect.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { AuditOptions } from '../options.ts';
import type { Report } from '../report.ts';
import { rulesChosen } from '../rule-options.ts';
import { type Unread, unreadParts, unreadTrail, unreadUsers } from '../unread.ts';
import type { Watch } from '../watch.ts';
import { auditDocument } from './audit-document.ts';
import { auditText } from './audit-text.ts';
import { readAccount } from './read-account.ts';
import type { Audited } from './audited.ts';
import { byUrgency, toUserLine } from './user-line.ts';

export const defaultGuardArn = ({ id, partition }: Connection['account']): string =>
  `arn:${partition}:iam::${id}:policy/aws-mfa-enforcer-guard`;

/** Reads only. A bulk read that is refused ends nothing: that part is not known, and said to be so. */
export async function audit(options: AuditOptions, connection: Connection, watch: Watch): Promise<Report> {
  const { account, caller, clock } = connection;
  const startedAt = clock.now();
  const guardArn = options.guardArn ?? defaultGuardArn(account);
  const depth = { deep: options.deep, rules: rulesChosen(options) };
  const { inventory, context, credentials, unreadFacts } = await readAccount(guardArn, depth, connection, watch);
  const facts = factsOf(inventory, context);
  const findings = findingsOf(inventory, context);
  const unread = [...unreadParts(inventory, watch), ...unreadTrail(context, watch), ...unreadUsers(unreadFacts)];
  const found: Audited = {
    account,
    caller,
    guardArn,
    deep: options.deep,
    rules: depth.rules,
    startedAt,
    endedAt: clock.now(),
    reportFrom: inventory.report.kind === 'report' ? inventory.report.generatedAt : undefined,
    users: facts.length,
    lines: facts
      .filter(({ hasPassword }) => isPossible(hasPassword))
      .map((user) => toUserLine(user, context, depth.rules))
      .sort(byUrgency),
    findings,
    unread,
    snapshot: snapshotOf(inventory, context, credentials),
    calls: watch.made,
    exitCode: exitCodeOf(findings, unread),
  };
  return { exitCode: found.exitCode, document: auditDocument(found), text: (paint) => auditText(found, paint) };
}

/** What could not be read weighs more than what was found: the list of findings may not be whole. */
function exitCodeOf(findings: readonly Finding[], unread: readonly Unread[]): ExitCode {
  if (unread.length > 0) return EXIT.incomplete;
  const grave = findings.some(({ status, severity }) => status === 'open' && severity !== 'info');
  return grave ? EXIT.findings : EXIT.clean;
}
