import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { type Calls, counted } from '../aws/count-calls.ts';
import { eventHistory } from '../aws/event-history.ts';
import { iamClient } from '../aws/iam-client.ts';
import { inventoryReader } from '../aws/read-inventory.ts';
import { readSubscriptions } from '../aws/read-subscriptions.ts';
import { readTrail } from '../aws/read-trail.ts';
import { sweepMemory } from '../aws/sweep-memory.ts';
import type { Subscriptions, Trail } from '../domain/findings/finding-context.ts';
import type { Unknown } from '../domain/posture.ts';
import type { SweepServices } from '../workflow/ports.ts';
import { systemClock } from './clock.ts';
import { type Access, evaluationServices } from './evaluation-services.ts';
import { readSweepSettings, type SweepSettings } from './settings.ts';

/** A sweep's services, and what only the stack itself has. */
export type StackServices = SweepServices & {
  readonly settings: SweepSettings;
  readonly calls: Calls;
  readonly readSubscriptions: () => Promise<readonly Subscriptions[] | Unknown>;
  readonly readTrail: () => Promise<Trail>;
};

/** What a sweep or a reconciliation needs, built once per cold start, for one account. */
export function sweepServices(
  settings: SweepSettings = readSweepSettings(process.env),
  access: Access = {},
): StackServices {
  const calls: Calls = { made: 0 };
  const topics = [settings.SECURITY_TOPIC_ARN, settings.OWNERS_TOPIC_ARN];
  const cloudTrail = counted(new CloudTrailClient(access), calls);
  return {
    ...evaluationServices(settings, access, calls),
    settings,
    calls,
    guardArn: settings.GUARD_ARN,
    inventory: inventoryReader(counted(iamClient(access), calls), systemClock),
    history: eventHistory(cloudTrail, settings.ACCOUNT_ID, systemClock),
    memory: sweepMemory(counted(new DynamoDBClient({}), calls), settings.STATE_TABLE, settings.ACCOUNT_ID),
    readSubscriptions: () => readSubscriptions(counted(new SNSClient({}), calls), topics),
    readTrail: () => readTrail(cloudTrail),
  };
}
