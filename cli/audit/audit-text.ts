import type { Finding, FindingCode } from '../../shared/domain/finding.ts';
import { SEVERITIES } from '../../shared/domain/severity.ts';
import { CONTROLS } from '../../shared/messages/finding-controls.ts';
import { REMEDIES } from '../../shared/messages/finding-remedy.ts';
import { findingSentence } from '../../shared/messages/finding-sentence.ts';
import { visible } from '../../shared/messages/visible.ts';
import { indented, item } from '../lines.ts';
import type { Paint } from '../paint.ts';
import { afterUnread, unreadLines } from '../unread.ts';
import type { Audited } from './audited.ts';
import { userTable } from './user-table.ts';

/** For people: who has a password, what is wrong and what to do about it, what was not read, what it cost. */
export function auditText(audit: Audited, paint: Paint): readonly string[] {
  return [
    `Users with a console password in account ${audit.account.id}: ${audit.lines.length} of ${audit.users}`,
    ...(audit.lines.length === 0 ? [] : ['', ...userTable(audit.lines)]),
    '',
    'Findings',
    ...(audit.findings.length === 0 ? ['  none'] : findingLines(audit.findings, paint)),
    ...(audit.unread.length === 0
      ? []
      : [
          '',
          'Could not be read',
          ...unreadLines(audit.unread).flatMap(item(2)),
          ...indented(2)(afterUnread(audit.unread, audit.caller)),
        ]),
    '',
    ...summary(audit),
  ];
}

/** Gravest first; what to do stands once under all findings of a kind. */
function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  return SEVERITIES.flatMap((severity) => {
    const grave = findings.filter((finding) => finding.severity === severity);
    return [...new Set(grave.map(({ code }) => code))].flatMap((code) => {
      const some = grave.filter((finding) => finding.code === code);
      return [
        '',
        `  ${paint(severity, severity.toUpperCase())} ${code} (${some.length})${controls(code)}`,
        ...some.map(findingSentence).flatMap(item(4)),
        '    What to do:',
        ...REMEDIES[code].steps.flatMap(indented(6)),
        `      ${REMEDIES[code].link}`,
      ];
    });
  });
}

function controls(code: FindingCode): string {
  const { securityHub, cis } = CONTROLS[code];
  const all = [
    ...securityHub.map((id) => `Security Hub ${id}`),
    ...(cis === undefined ? [] : [`CIS v5.0 ${cis['v5.0']}`]),
  ];
  return all.length === 0 ? '' : `  [${all.join(', ')}]`;
}

function summary({
  findings,
  unread,
  calls,
  startedAt,
  endedAt,
  reportFrom,
  guardArn,
  deep,
}: Audited): readonly string[] {
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}`;
  });
  const seconds = ((endedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1);
  return [
    `Findings: ${counts.join(', ')}. ${unread.length === 0 ? 'All was read.' : `NOT all was read: ${unread.length} gaps.`}`,
    `Guard: ${visible(guardArn)}`,
    ...(reportFrom === undefined
      ? []
      : [`Credential report of ${reportFrom.toISOString()}; what changed since was read live.`]),
    `${calls} API calls in ${seconds} s.${deep ? '' : ' Kinds and numbers of devices: --deep.'}`,
  ];
}
