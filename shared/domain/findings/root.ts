import type { Finding } from '../finding.ts';
import type { Inventory, ReportRow } from '../inventory.ts';
import { daysSince, latestOf } from './days.ts';
import { accountArn, type FindingContext } from './finding-context.ts';
import { insufficientData, open } from './make-finding.ts';

/** Root used within so many days is worth a word. */
const RECENT_DAYS = 30;

type Root = {
  readonly inventory: Inventory;
  readonly row: ReportRow | undefined;
  readonly arn: string;
  readonly now: Date;
};

/** What is told of root, unless its credentials were removed centrally: then there is nothing to protect. */
export function rootFindings(inventory: Inventory, context: FindingContext): readonly Finding[] {
  if (isRemoved(inventory)) return [];
  const rows = inventory.report.kind === 'report' ? inventory.report.rows : [];
  const root = { inventory, row: rows.find(({ isRoot }) => isRoot), arn: accountArn(context), now: context.now };
  return [withoutMfa(root), accessKeys(root), virtualDevice(root), usedRecently(root)].filter(
    (finding) => finding !== undefined,
  );
}

/** {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html} */
function isRemoved({ summary }: Inventory): boolean {
  return summary.kind === 'summary' && !summary.rootHasPassword && summary.rootAccessKeys === 0;
}

/** The summary is live, so it goes before the report, whose good news may be old. */
function withoutMfa({ inventory: { summary }, row, arn }: Root): Finding | undefined {
  if (summary.kind === 'summary') {
    return summary.rootHasPassword && !summary.rootHasMfa ? open('root-without-mfa', arn) : undefined;
  }
  return row !== undefined && row.passwordEnabled !== false && !row.mfaActive
    ? open('root-without-mfa', arn)
    : insufficientData('root-without-mfa', arn, { why: summary.why });
}

function accessKeys({ inventory: { summary }, row, arn }: Root): Finding | undefined {
  const inReport = row?.accessKeys.filter(({ active }) => active).length ?? 0;
  const keys = summary.kind === 'summary' ? summary.rootAccessKeys : inReport;
  if (keys > 0) return open('root-access-keys', arn, { keys });
  return summary.kind === 'summary' ? undefined : insufficientData('root-access-keys', arn, { why: summary.why });
}

/** Told by whom the device is assigned to, not by its name, which is free. */
function virtualDevice({ inventory: { virtualDevices }, arn }: Root): Finding | undefined {
  if (virtualDevices.kind === 'unknown') {
    return insufficientData('root-has-virtual-device', arn, { why: virtualDevices.why });
  }
  const serials = virtualDevices.all.filter(({ userArn }) => userArn?.endsWith(':root')).map(({ serial }) => serial);
  const [serial] = serials.sort();
  return serial === undefined ? undefined : open('root-has-virtual-device', arn, { serial });
}

function usedRecently({ inventory: { report }, row, arn, now }: Root): Finding | undefined {
  if (row === undefined) {
    const why = report.kind === 'unknown' ? report.why : 'NotInReport';
    return insufficientData('root-used-recently', arn, { why });
  }
  const at = latestOf(row.passwordLastUsed, ...row.accessKeys.map(({ lastUsed }) => lastUsed));
  if (at === undefined || daysSince(at, now) > RECENT_DAYS) return undefined;
  const byPassword = at.getTime() === row.passwordLastUsed?.getTime();
  return open('root-used-recently', arn, { at: at.toISOString(), with: byPassword ? 'password' : 'access key' });
}
