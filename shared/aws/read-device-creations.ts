import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { DeviceCreations } from '../domain/unused-devices.ts';
import { parseDeviceCreated } from '../events/parse-device-created.ts';
import type { Clock } from '../workflow/ports.ts';

/** CloudTrail answers two lookups a second, an account and Region, which the account's other tools share. */
const BETWEEN_LOOKUPS_MS = 550;

/** Pages of 50 events: more creations than this in 90 days, and history counts as incomplete. */
const PAGES = 100;

/**
 * When each virtual device was made, as far as event history (90 days) tells; the latest where one was made anew under
 * the same name. Never throws: what was not read is not complete.
 * {@link https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html}
 */
export async function readDeviceCreations(cloudTrail: CloudTrailClient, clock: Clock): Promise<DeviceCreations> {
  const createdAt = new Map<string, Date>();
  let understood = true;
  let NextToken: string | undefined;
  try {
    for (let page = 0; page < PAGES; page += 1) {
      if (page > 0) await clock.sleep(BETWEEN_LOOKUPS_MS);
      const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue: 'CreateVirtualMFADevice' } as const];
      const answer = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes, NextToken }));
      for (const { CloudTrailEvent = '' } of answer.Events ?? []) {
        understood = note(CloudTrailEvent, createdAt) && understood;
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) return { complete: understood, createdAt };
    }
  } catch {
    // Refused or throttled: what was read until here still dates devices.
  }
  return { complete: false, createdAt };
}

/** Answers whether the record was understood: one that was not hides no other. */
function note(record: string, createdAt: Map<string, Date>): boolean {
  try {
    const created = parseDeviceCreated(JSON.parse(record));
    const known = created === undefined ? undefined : createdAt.get(created.serial);
    if (created !== undefined && (known === undefined || known < created.at)) createdAt.set(created.serial, created.at);
    return true;
  } catch {
    return false;
  }
}
