import { groupBy } from '../group-by.ts';
import type { AccountUser, Inventory, ReportRow, VirtualDevice } from '../inventory.ts';
import { isUserEvent } from '../mfa-event.ts';
import type { Devices, Posture } from '../posture.ts';
import type { FindingContext } from './finding-context.ts';
import { type NotKnown, notKnown } from './evidence.ts';

/** All that was read of one user, side by side. */
export type UserRecord = {
  readonly userName: string;
  readonly arn: string;
  readonly details: AccountUser | undefined;
  readonly row: ReportRow | undefined;
  readonly posture: Extract<Posture, { kind: 'user' }> | undefined;
  readonly deepDevices: Devices | undefined;
  /** Assigned virtual devices; undefined: the list could not be read. */
  readonly virtualDevices: readonly VirtualDevice[] | undefined;
  /** Event history, read in full, names nothing of the user since the report: its good news may be believed. */
  readonly unchanged: boolean;
};

/**
 * Everybody of whom anything was read. Who is gone is left out, and so is a row of the report whose user the live
 * account details do not know any more (deleted or renamed since), or whose name a younger user has taken over.
 */
export function recordsOf(inventory: Inventory, context: FindingContext): readonly UserRecord[] {
  const details = new Map(usersIn(inventory).map((user) => [user.userName, user]));
  const rows = new Map(rowsIn(inventory).map((row) => [row.userName, row]));
  const devices = groupBy(devicesIn(inventory), ({ userArn }) => userArn);
  const changed = new Set(inventory.history.events.filter(isUserEvent).map(({ user }) => user.userName));
  const live = [...context.postures].flatMap(([name, { kind }]) => (kind === 'user' ? [name] : []));
  const reported = inventory.details.kind === 'unknown' ? rows.keys() : [];

  return [...new Set([...details.keys(), ...reported, ...live])].flatMap((userName) => {
    const posture = context.postures.get(userName);
    if (posture?.kind === 'gone') return [];
    const user = details.get(userName);
    const row = isYounger(user, inventory) ? undefined : rows.get(userName);
    const arn = user?.arn ?? row?.arn ?? `arn:${context.account.partition}:iam::${context.account.id}:user/${userName}`;
    return {
      userName,
      arn,
      details: user,
      row,
      posture,
      deepDevices: context.deepDevices?.get(userName),
      virtualDevices: inventory.virtualDevices.kind === 'unknown' ? undefined : (devices.get(arn) ?? []),
      unchanged: inventory.history.complete && !changed.has(userName),
    };
  });
}

/** Why there may be users of whom nothing was read at all. */
export function unlistedIn({ details, report, history }: Inventory): NotKnown | undefined {
  if (details.kind === 'details') return undefined;
  return report.kind === 'unknown' || !history.complete ? notKnown('account', details.why) : undefined;
}

function isYounger(user: AccountUser | undefined, { report }: Inventory): boolean {
  return report.kind === 'report' && user?.createdAt !== undefined && user.createdAt > report.generatedAt;
}

const usersIn = ({ details }: Inventory): readonly AccountUser[] => (details.kind === 'details' ? details.users : []);
const rowsIn = ({ report }: Inventory): readonly ReportRow[] =>
  report.kind === 'report' ? report.rows.filter(({ isRoot }) => !isRoot) : [];
const devicesIn = ({ virtualDevices }: Inventory): readonly VirtualDevice[] =>
  virtualDevices.kind === 'virtual-devices' ? virtualDevices.all : [];
