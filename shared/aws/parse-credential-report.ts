import { parse } from 'csv-parse/sync';
import type { ReportRow } from '../domain/inventory.ts';

const ROOT = '<root_account>';

/**
 * The lines of a credential report, read by the names of its header: columns come and go, booleans come in either
 * case, dates may say `N/A`, `no_information` or `not_supported`.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html}
 *
 * @throws TypeError naming the column that is missing: a report that cannot be understood is not an empty one.
 */
export function parseCredentialReport(csv: string): readonly ReportRow[] {
  const [header = [], ...lines] = parse(csv, { skip_empty_lines: true, relax_column_count: true });
  return lines.map((line) => toRow(new Map(header.map((column, at) => [column, line[at]]))));
}

function toRow(cells: ReadonlyMap<string, string | undefined>): ReportRow {
  const cell = (column: string): string => {
    const value = cells.get(column);
    if (value === undefined) throw new TypeError(`The credential report has no column ${column}`);
    return value;
  };
  const userName = cell('user');
  return {
    userName,
    arn: cell('arn'),
    isRoot: userName === ROOT,
    passwordEnabled: toBoolean(cell('password_enabled')),
    passwordLastUsed: toDate(cell('password_last_used')),
    passwordLastChanged: toDate(cell('password_last_changed')),
    mfaActive: toBoolean(cell('mfa_active')) === true,
    accessKeys: ['access_key_1', 'access_key_2'].map((key) => ({
      active: toBoolean(cell(`${key}_active`)) === true,
      lastUsed: toDate(cell(`${key}_last_used_date`)),
      lastRotated: toDate(cell(`${key}_last_rotated`)),
      lastService: toText(cells.get(`${key}_last_used_service`)),
      lastRegion: toText(cells.get(`${key}_last_used_region`)),
    })),
    certificates: certificatesIn(cells),
    passwordExpires: toDate(cells.get('password_next_rotation') ?? ''),
  };
}

/** What only a plan asks for: a report without these columns is a report all the same, and they are not known. */
function certificatesIn(cells: ReadonlyMap<string, string | undefined>): number | undefined {
  const active = ['cert_1_active', 'cert_2_active'].map((column) => toBoolean(cells.get(column) ?? ''));
  return active.includes('unknown') ? undefined : active.filter((one) => one === true).length;
}

const toText = (text: string | undefined): string | undefined =>
  text === undefined || /^(N\/A|not_supported|no_information|)$/i.test(text) ? undefined : text;

function toBoolean(text: string): boolean | 'unknown' {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : 'unknown';
}

function toDate(text: string): Date | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
