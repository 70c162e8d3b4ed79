import { type IAMClient, type MFADevice, NoSuchEntityException, paginateListMFADevices } from '@aws-sdk/client-iam';
import { deviceKindOf, type MfaDevice } from '../domain/mfa-device.ts';

/**
 * The user's MFA devices, or `gone`: ListMFADevices is the call that tells a deleted user from one without a device.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html}
 */
export async function readDevices(iam: IAMClient, userName: string): Promise<readonly MfaDevice[] | 'gone'> {
  try {
    const devices: MfaDevice[] = [];
    for await (const { MFADevices } of paginateListMFADevices({ client: iam }, { UserName: userName })) {
      devices.push(...(MFADevices ?? []).map(toMfaDevice));
    }
    return devices;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return 'gone';
    throw error;
  }
}

function toMfaDevice({ SerialNumber, EnableDate }: MFADevice): MfaDevice {
  if (SerialNumber === undefined || EnableDate === undefined)
    throw new TypeError('ListMFADevices gave a device without serial or date');
  return { serial: SerialNumber, kind: deviceKindOf(SerialNumber), enabledAt: EnableDate };
}
