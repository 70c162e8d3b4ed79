import type { VirtualDevice } from './inventory.ts';

/** When virtual devices were made, as event history tells; `complete` when all 90 days of it were read. */
export type DeviceCreations = { readonly complete: boolean; readonly createdAt: ReadonlyMap<string, Date> };

/** Why a device that nobody has stays. */
export type KeptBecause = 'young' | 'age-unknown';

export type UnusedDevice = { readonly serial: string; readonly createdAt: Date | undefined };

export type Unused = {
  /** Older than any enrolment that may still go on. */
  readonly old: readonly UnusedDevice[];
  readonly kept: readonly (UnusedDevice & { readonly why: KeptBecause })[];
};

/** Root's own, made by the console when root begins to enrol: it is not for a script to take away. */
const ROOTS_OWN = /:mfa\/root-account-mfa-device$/;

/** Assigned to nobody: neither a user nor a date is told of it. */
export const isUnassigned = ({ serial, userArn, enabledAt }: VirtualDevice): boolean =>
  userArn === undefined && enabledAt === undefined && !ROOTS_OWN.test(serial);

/**
 * Which of the unassigned devices no enrolment explains. Age is told by event history; where the whole of it says
 * nothing of a device, it was made before, or so lately that history does not have it yet: `settled` says that the
 * device was seen before history had the time to catch up.
 *
 * @param olderThan milliseconds that an enrolment may take
 */
export function unusedAmong(
  devices: readonly VirtualDevice[],
  { complete, createdAt }: DeviceCreations,
  {
    now,
    olderThan,
    settled,
  }: { readonly now: Date; readonly olderThan: number; readonly settled: (serial: string) => boolean },
): Unused {
  const unassigned = devices.filter(isUnassigned).map(({ serial }) => ({ serial, createdAt: createdAt.get(serial) }));
  const whyKept = ({ serial, createdAt: made }: UnusedDevice): KeptBecause | undefined => {
    if (made === undefined) return complete && settled(serial) ? undefined : 'age-unknown';
    return now.getTime() - made.getTime() >= olderThan ? undefined : 'young';
  };
  const judged = unassigned.map((device) => ({ device, why: whyKept(device) }));
  return {
    old: judged.flatMap(({ device, why }) => (why === undefined ? [device] : [])),
    kept: judged.flatMap(({ device, why }) => (why === undefined ? [] : [{ ...device, why }])),
  };
}
