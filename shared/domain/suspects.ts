import type { AccountUser, Inventory, ReportRow } from './inventory.ts';
import { type BulkEvidence, bulkEvidence } from './bulk-evidence.ts';
import { guardsAmong } from './guards-among.ts';
import { keysIn, mayMisfit } from './misfits.ts';
import type { Guard } from './posture.ts';
import type { Rules } from './rules.ts';
import type { UserRef } from './user-ref.ts';

/** Why a user is looked at live. */
export type SuspectReason =
  | 'password-without-device-in-report'
  | 'password-in-report'
  | 'not-in-report'
  | 'changed-since-report'
  | 'no-live-virtual-device'
  | 'no-password-in-report'
  | 'no-report'
  | 'guard-may-not-fit';

/** A user and why: bulk reads may be stale, so they only choose whom to look at. */
export type Suspect = {
  readonly user: UserRef;
  readonly why: SuspectReason;
  readonly details: AccountUser | undefined;
  /** What the bulk read has just told: it is not asked for twice. */
  readonly guard: Guard;
};

type Choice = { readonly accountId: string; readonly guardArn: string; readonly rules: Rules };

/**
 * The users who may need the guard, or another one. Where something could not be read the answer is more suspects, never
 * fewer. Whoever is seen to carry the right guard is none: what is done costs nothing the second time.
 */
export function suspectsOf(inventory: Inventory, choice: Choice): readonly Suspect[] {
  const evidence = bulkEvidence(inventory, choice.rules);
  const { rows, changed } = evidence;
  const users = inventory.details.kind === 'details' ? inventory.details.users : undefined;

  const known = (users ?? []).map((details) => {
    const guard = guardsAmong(details, choice.guardArn);
    const row = rows?.get(details.arn);
    const why =
      guard.kind === 'attached' ? whyMisfit(details, row, guard, evidence) : whySuspect(details, row, evidence);
    return why === undefined ? undefined : toSuspect(details.userName, why, details, guard, choice);
  });
  const listed = new Set(users?.map(({ userName }) => userName));
  const onlyInReport = [...(rows?.values() ?? [])]
    .filter(({ userName }) => !listed.has(userName))
    .map((row) => {
      const why = whyRowSuspect(row, evidence);
      return why === undefined ? undefined : toSuspect(row.userName, why, undefined, NOT_READ, choice);
    });
  const suspects = [...known, ...onlyInReport, ...onlyInHistory(changed, users, rows, choice)];
  return oneOfEach(suspects.filter((suspect) => suspect !== undefined));
}

/**
 * Names are unique in an account, ARNs change with the path: who was moved since the report shows under both. The first
 * one counts, which is that of the live details.
 */
function oneOfEach(suspects: readonly Suspect[]): readonly Suspect[] {
  const named = new Map<string, Suspect>();
  for (const suspect of suspects) {
    if (!named.has(suspect.user.userName)) named.set(suspect.user.userName, suspect);
  }
  return [...named.values()];
}

function whySuspect(user: AccountUser, row: ReportRow | undefined, evidence: BulkEvidence): SuspectReason | undefined {
  if (evidence.inventory.report.kind === 'unknown') return 'no-report';
  if (row === undefined) return 'not-in-report';
  return evidence.changed.has(user.userName) ? 'changed-since-report' : whyRowSuspect(row, evidence);
}

function whyRowSuspect(row: ReportRow, evidence: BulkEvidence): SuspectReason | undefined {
  if (evidence.changed.has(row.userName)) return 'changed-since-report';
  const mayHavePassword = row.passwordEnabled !== false;
  if (mayHavePassword && !row.mfaActive) return 'password-without-device-in-report';
  if (mayHavePassword && evidence.rules.scope === 'every-password') return 'password-in-report';
  if (evidence.inventory.history.complete) return undefined;
  // History did not tell everything, so the report is believed only where a live list bears it out.
  if (!mayHavePassword) return 'no-password-in-report';
  return evidence.withVirtualDevice?.has(row.arn) === true ? undefined : 'no-live-virtual-device';
}

/** A carrier whom what may have changed since the report would have carry another guard, or none. */
function whyMisfit(
  user: AccountUser,
  row: ReportRow | undefined,
  guard: Guard,
  { inventory, changedAtAll, withVirtualDevice, rules }: BulkEvidence,
): SuspectReason | undefined {
  const mayHaveChanged = row === undefined || !inventory.history.complete || changedAtAll.has(user.userName);
  const seen = {
    password: mayHaveChanged || row.passwordEnabled === 'unknown' ? undefined : row.passwordEnabled,
    device: withVirtualDevice?.has(user.arn) === true ? true : mayHaveChanged ? undefined : row.mfaActive,
    keys: keysIn(row, inventory.readAt),
  };
  return mayMisfit(guard, seen, rules) ? 'guard-may-not-fit' : undefined;
}

const NOT_READ: Guard = { kind: 'unknown', why: 'NotRead' };

const toSuspect = (
  userName: string,
  why: SuspectReason,
  details: AccountUser | undefined,
  guard: Guard,
  { accountId }: Choice,
): Suspect => ({ user: { accountId, userName }, why, details, guard });

/** A user whom history names and neither list knows: made after both were read. */
function onlyInHistory(
  changed: ReadonlySet<string>,
  users: readonly AccountUser[] | undefined,
  rows: ReadonlyMap<string, ReportRow> | undefined,
  choice: Choice,
): readonly Suspect[] {
  const names = new Set([
    ...(users ?? []).map(({ userName }) => userName),
    ...[...(rows?.values() ?? [])].map(({ userName }) => userName),
  ]);
  return [...changed]
    .filter((name) => !names.has(name))
    .map((name) => toSuspect(name, 'changed-since-report', undefined, NOT_READ, choice));
}
