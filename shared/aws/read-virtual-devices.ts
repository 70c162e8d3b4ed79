import { type IAMClient, paginateListVirtualMFADevices } from '@aws-sdk/client-iam';
import type { VirtualDevice, VirtualDevices } from '../domain/inventory.ts';

/** Asked for; IAM may give fewer. */
const PAGE = 1_000;

/**
 * Every virtual device of the account, assigned or not, root's too. Passkeys and hardware tokens are not in it.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html}
 */
export async function readVirtualDevices(iam: IAMClient): Promise<VirtualDevices> {
  const all: VirtualDevice[] = [];
  for await (const page of paginateListVirtualMFADevices(
    { client: iam, pageSize: PAGE },
    { AssignmentStatus: 'Any' },
  )) {
    for (const { SerialNumber = '', User, EnableDate } of page.VirtualMFADevices ?? []) {
      all.push({ serial: SerialNumber, userArn: User?.Arn, enabledAt: EnableDate });
    }
  }
  return { kind: 'virtual-devices', all };
}
