import type { AccountUser, CredentialReport, Inventory, ReportRow } from './inventory.ts';
import { isUserEvent } from './mfa-event.ts';
import type { Guard } from './posture.ts';
import type { UserRef } from './user-ref.ts';

/** Whom a sweep looks at: a password without a device, or, as AWS recommends it, whoever has a password. */
export type Scope = 'password-without-device' | 'every-password';

/** Why a user is looked at live. */
export type SuspectReason =
  | 'password-without-device-in-report'
  | 'password-in-report'
  | 'not-in-report'
  | 'changed-since-report'
  | 'no-live-virtual-device'
  | 'no-password-in-report'
  | 'no-report';

/** A user and why: bulk reads may be stale, so they only choose whom to look at. */
export type Suspect = {
  readonly user: UserRef;
  readonly why: SuspectReason;
  readonly details: AccountUser | undefined;
  /** What the bulk read has just told: it is not asked for twice. */
  readonly guard: Guard;
};

type Choice = { readonly accountId: string; readonly guardArn: string; readonly scope: Scope };

/**
 * The users who may need the guard. Where something could not be read the answer is more suspects, never fewer.
 * Whoever is seen to carry the guard is none: what is done costs nothing the second time.
 */
export function suspectsOf(inventory: Inventory, choice: Choice): readonly Suspect[] {
  const rows = rowsByArn(inventory.report);
  const users = inventory.details.kind === 'details' ? inventory.details.users : undefined;
  const changed = changedSince(inventory);
  const withVirtualDevice = holdersOfVirtualDevices(inventory);

  const known = (users ?? []).map((details) => {
    const why = whySuspect(details, rows?.get(details.arn), {
      inventory,
      changed,
      withVirtualDevice,
      scope: choice.scope,
    });
    return why === undefined ? undefined : toSuspect(details.userName, why, details, choice);
  });
  const listed = new Set(users?.map(({ userName }) => userName));
  const onlyInReport = [...(rows?.values() ?? [])]
    .filter(({ userName }) => !listed.has(userName))
    .map((row) => {
      const why = whyRowSuspect(row, { inventory, changed, withVirtualDevice, scope: choice.scope });
      return why === undefined ? undefined : toSuspect(row.userName, why, undefined, choice);
    });
  const suspects = [...known, ...onlyInReport, ...onlyInHistory(changed, users, rows, choice)];
  return oneOfEach(suspects.filter((suspect) => suspect !== undefined)).filter(
    ({ guard }) => guard.kind !== 'attached',
  );
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

type Evidence = {
  readonly inventory: Inventory;
  readonly changed: ReadonlySet<string>;
  readonly withVirtualDevice: ReadonlySet<string> | undefined;
  readonly scope: Scope;
};

function whySuspect(user: AccountUser, row: ReportRow | undefined, evidence: Evidence): SuspectReason | undefined {
  if (evidence.inventory.report.kind === 'unknown') return 'no-report';
  if (row === undefined) return 'not-in-report';
  return evidence.changed.has(user.userName) ? 'changed-since-report' : whyRowSuspect(row, evidence);
}

function whyRowSuspect(row: ReportRow, evidence: Evidence): SuspectReason | undefined {
  if (evidence.changed.has(row.userName)) return 'changed-since-report';
  const mayHavePassword = row.passwordEnabled !== false;
  if (mayHavePassword && !row.mfaActive) return 'password-without-device-in-report';
  if (mayHavePassword && evidence.scope === 'every-password') return 'password-in-report';
  if (evidence.inventory.history.complete) return undefined;
  // History did not tell everything, so the report is believed only where a live list bears it out.
  if (!mayHavePassword) return 'no-password-in-report';
  return evidence.withVirtualDevice?.has(row.arn) === true ? undefined : 'no-live-virtual-device';
}

function toSuspect(userName: string, why: SuspectReason, details: AccountUser | undefined, choice: Choice): Suspect {
  const guarded = details?.attachedPolicies.includes(choice.guardArn);
  const guard: Guard =
    guarded === undefined ? { kind: 'unknown', why: 'NotRead' } : { kind: guarded ? 'attached' : 'not-attached' };
  return { user: { accountId: choice.accountId, userName }, why, details, guard };
}

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
    .map((name) => toSuspect(name, 'changed-since-report', undefined, choice));
}

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
