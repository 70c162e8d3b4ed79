import type { IAMClient } from '@aws-sdk/client-iam';
import type { Clock, InventoryReader } from '../workflow/ports.ts';
import { orUnknown } from './or-unknown.ts';
import { readAccountDetails } from './read-account-details.ts';
import { readAccountSummary } from './read-account-summary.ts';
import { readCredentialReport } from './read-credential-report.ts';
import { readVirtualDevices } from './read-virtual-devices.ts';

/** The bulk reads of an account. */
export function inventoryReader(iam: IAMClient, clock: Clock): InventoryReader {
  return {
    report: () => orUnknown(readCredentialReport(iam, clock)),
    details: () => orUnknown(readAccountDetails(iam)),
    virtualDevices: () => orUnknown(readVirtualDevices(iam)),
    summary: () => orUnknown(readAccountSummary(iam)),
  };
}
