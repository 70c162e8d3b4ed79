import { guardsAmong } from './guards-among.ts';
import type { Inventory, ReportRow } from './inventory.ts';

/**
 * Names of the users who carry the guard and have a password and no device, as far as the bulk reads tell. Who is not
 * known in full is left out: nobody is asked for a device that may be there. The report may be hours old, so whoever is
 * named here is looked at live before anything is told.
 */
export function guardedWithoutDevice(
  { report, details, virtualDevices }: Inventory,
  guardArn: string,
): readonly string[] {
  if (report.kind === 'unknown' || details.kind === 'unknown') return [];
  const open = new Set(report.rows.filter(isOpen).map(({ arn }) => arn));
  const devices = virtualDevices.kind === 'unknown' ? [] : virtualDevices.all;
  const enrolled = new Set(devices.map(({ userArn }) => userArn));
  return details.users
    .filter((user) => guardsAmong(user, guardArn).kind === 'attached' && open.has(user.arn) && !enrolled.has(user.arn))
    .map(({ userName }) => userName);
}

const isOpen = ({ passwordEnabled, mfaActive }: ReportRow) => passwordEnabled === true && !mfaActive;
