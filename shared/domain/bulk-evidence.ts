import type { CredentialReport, Inventory, ReportRow } from './inventory.ts';
import { isUserEvent } from './mfa-event.ts';
import type { Rules } from './rules.ts';

/** What the bulk reads tell, by user. */
export type BulkEvidence = {
  readonly inventory: Inventory;
  /** By ARN; undefined: there is no report. */
  readonly rows: ReadonlyMap<string, ReportRow> | undefined;
  /** Whom something befell that may have left them open; and whom anything befell. */
  readonly changed: ReadonlySet<string>;
  readonly changedAtAll: ReadonlySet<string>;
  readonly withVirtualDevice: ReadonlySet<string> | undefined;
  readonly rules: Rules;
};

export const bulkEvidence = (inventory: Inventory, rules: Rules): BulkEvidence => ({
  inventory,
  rows: rowsByArn(inventory.report),
  changed: changedSince(inventory),
  changedAtAll: new Set(inventory.history.events.filter(isUserEvent).map(({ user }) => user.userName)),
  withVirtualDevice: holdersOfVirtualDevices(inventory),
  rules,
});

function rowsByArn(report: CredentialReport | { kind: 'unknown' }): ReadonlyMap<string, ReportRow> | undefined {
  if (report.kind === 'unknown') return undefined;
  return new Map(report.rows.filter(({ isRoot }) => !isRoot).map((row) => [row.arn, row]));
}

/** Names to whom a password was set, whose device was removed, or who were renamed (the new name). */
function changedSince({ history }: Inventory): ReadonlySet<string> {
  const kinds = ['password-set', 'device-removed', 'user-renamed'];
  return new Set(
    history.events.filter(isUserEvent).flatMap(({ kind, user }) => (kinds.includes(kind) ? [user.userName] : [])),
  );
}

function holdersOfVirtualDevices({ virtualDevices }: Inventory): ReadonlySet<string> | undefined {
  if (virtualDevices.kind === 'unknown') return undefined;
  return new Set(virtualDevices.all.flatMap(({ userArn }) => (userArn === undefined ? [] : [userArn])));
}
