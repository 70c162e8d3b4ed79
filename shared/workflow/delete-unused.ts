import type { VirtualDevice } from '../domain/inventory.ts';
import type { Pruned } from '../domain/pruned.ts';
import { isUnassigned, type UnusedDevice } from '../domain/unused-devices.ts';
import type { DevicePruning } from './ports.ts';

/** Which of the devices are nobody's by a look just now: whoever enrolled meanwhile keeps the device. */
export const stillUnassigned = (devices: readonly VirtualDevice[]): ReadonlySet<string> =>
  new Set(devices.filter(isUnassigned).map(({ serial }) => serial));

/** Deletes one device that is nobody's still. Never throws: one refusal stops no other, and is named. */
export async function deleteUnused(
  device: UnusedDevice,
  still: ReadonlySet<string>,
  deleteDevice: DevicePruning['deleteDevice'],
): Promise<Pruned> {
  if (!still.has(device.serial)) return { device, kind: 'not-there' };
  try {
    return { device, kind: await deleteDevice(device.serial) };
  } catch (error) {
    return { device, kind: 'failed', why: error instanceof Error ? error.name : 'UnknownError' };
  }
}
