import { DeleteVirtualMFADeviceCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';

/**
 * IAM itself refuses to delete a device that somebody has: DeleteConflict, thrown like any other refusal.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html}
 */
export async function deleteVirtualDevice(iam: IAMClient, SerialNumber: string): Promise<'deleted' | 'not-there'> {
  try {
    await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
    return 'deleted';
  } catch (error) {
    if (error instanceof NoSuchEntityException) return 'not-there';
    throw error;
  }
}
