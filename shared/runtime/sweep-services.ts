import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { eventHistory } from '../aws/event-history.ts';
import { iamClient } from '../aws/iam-client.ts';
import { inventoryReader } from '../aws/read-inventory.ts';
import { sweepMemory } from '../aws/sweep-memory.ts';
import type { SweepServices } from '../workflow/ports.ts';
import { systemClock } from './clock.ts';
import { type Access, evaluationServices } from './evaluation-services.ts';
import { readSweepSettings, type SweepSettings } from './settings.ts';

/** What a sweep or a reconciliation needs, built once per cold start, for one account. */
export function sweepServices(
  settings: SweepSettings = readSweepSettings(process.env),
  access: Access = {},
): SweepServices & { readonly settings: SweepSettings } {
  return {
    ...evaluationServices(settings, access),
    settings,
    guardArn: settings.GUARD_ARN,
    inventory: inventoryReader(iamClient(access), systemClock),
    history: eventHistory(new CloudTrailClient(access), settings.ACCOUNT_ID, systemClock),
    memory: sweepMemory(new DynamoDBClient({}), settings.STATE_TABLE, settings.ACCOUNT_ID),
  };
}
