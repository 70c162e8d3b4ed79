import { guardsAmong } from '../guards-among.ts';
import type { Inventory } from '../inventory.ts';
import type { MfaDeviceKind } from '../mfa-device.ts';
import type { AttachedGuard, Guard } from '../posture.ts';
import { daysSince } from './days.ts';
import { type Evidence, known, map, notKnown } from './evidence.ts';
import type { FindingContext } from './finding-context.ts';
import { type Rights, rightsIn } from './rights.ts';
import { recordsOf, type UserRecord } from './survey.ts';

export type ConsoleFact = { readonly password: boolean; readonly createdAt: Date | undefined };

/** `listed`: every device, read live. `bulk`: one or more, so many of them virtual (undefined: not known). */
export type DevicesFact =
  | { readonly kind: 'listed'; readonly kinds: readonly MfaDeviceKind[] }
  | { readonly kind: 'bulk'; readonly virtual: number | undefined }
  | { readonly kind: 'none-in-report' };

/** What follows from what was read of a user, live reads before bulk ones. */
export type UserFacts = UserRecord & {
  readonly console: Evidence<ConsoleFact>;
  readonly devices: Evidence<DevicesFact>;
  readonly hasPassword: Evidence;
  readonly hasNoDevice: Evidence;
  readonly isGuarded: Evidence;
  readonly guards: Evidence<readonly AttachedGuard[]>;
  readonly rights: Evidence<Rights>;
  readonly keys: Evidence<Keys>;
};

export type Keys = NonNullable<UserRecord['row']>['accessKeys'];

/** The facts of every user of the account: also what a table of users shows. */
export function factsOf(inventory: Inventory, context: FindingContext): readonly UserFacts[] {
  const rights = rightsIn(inventory.details, context.account);
  return recordsOf(inventory, context).map((user) => {
    const console = consoleOf(user, inventory);
    const devices = devicesOf(user, inventory);
    const guards = guardsOf(user, inventory, context);
    return {
      ...user,
      console,
      devices,
      hasPassword: map(console, ({ password }) => password),
      hasNoDevice: map(devices, isEmpty),
      isGuarded: map(guards, (all) => all.length > 0),
      guards,
      rights: rights(user.details),
      keys: user.row === undefined ? noRow(inventory) : known(user.row.accessKeys),
    };
  });
}

function consoleOf({ posture, row, unchanged }: UserRecord, inventory: Inventory): Evidence<ConsoleFact> {
  if (posture !== undefined) {
    const { console } = posture;
    if (console.kind === 'unknown') return notKnown('user', console.why);
    if (console.kind === 'no-password') return known({ password: false, createdAt: undefined });
    return known({ password: true, createdAt: console.createdAt });
  }
  if (row === undefined) return noRow(inventory);
  if (row.passwordEnabled === 'unknown') return notKnown('user', 'NotInReport');
  if (!row.passwordEnabled && !unchanged) return notKnown('user', 'ReportOutdated');
  return known({ password: row.passwordEnabled, createdAt: row.passwordLastChanged });
}

function devicesOf(user: UserRecord, inventory: Inventory): Evidence<DevicesFact> {
  const { row, unchanged, virtualDevices } = user;
  const live = [user.posture?.devices, user.deepDevices].filter((devices) => devices !== undefined);
  const list = live.find((devices) => devices.kind === 'devices');
  if (list !== undefined) return known({ kind: 'listed', kinds: list.all.map(({ kind }) => kind) });
  const [unread] = live.filter((devices) => devices.kind === 'unknown');
  if (unread !== undefined) return notKnown('user', unread.why);

  const virtual = virtualDevices?.length;
  if (virtual !== undefined && virtual > 0) return known({ kind: 'bulk', virtual });
  if (row === undefined) return noRow(inventory);
  if (!row.mfaActive) return known({ kind: 'none-in-report' });
  return unchanged ? known({ kind: 'bulk', virtual }) : notKnown('user', 'ReportOutdated');
}

function guardsOf(
  { posture, details }: UserRecord,
  inventory: Inventory,
  { guardArn }: FindingContext,
): UserFacts['guards'] {
  if (posture !== undefined && posture.guard.kind !== 'unknown') return known(guardsIn(posture.guard));
  if (details !== undefined) return known(guardsIn(guardsAmong(details, guardArn)));
  return inventory.details.kind === 'unknown'
    ? notKnown('account', inventory.details.why)
    : notKnown('user', 'NotInAccountDetails');
}

const guardsIn = (guard: Guard) => (guard.kind === 'attached' ? guard.all : []);

/** Whatever the user has cannot be older than the user. */
export function isYoungerThan(days: number, { details }: UserRecord, now: Date): boolean {
  return details?.createdAt !== undefined && daysSince(details.createdAt, now) < days;
}

function isEmpty(devices: DevicesFact): boolean {
  return devices.kind === 'listed' ? devices.kinds.length === 0 : devices.kind === 'none-in-report';
}

const noRow = ({ report }: Inventory) =>
  report.kind === 'unknown' ? notKnown('account', report.why) : notKnown('user', 'NotInReport');
