import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type Calls, counted } from '../aws/count-calls.ts';
import { deleteVirtualDevice } from '../aws/delete-virtual-device.ts';
import { eventHistory } from '../aws/event-history.ts';
import { readDeviceCreations } from '../aws/read-device-creations.ts';
import { inventoryReader } from '../aws/read-inventory.ts';
import { readSubscriptions } from '../aws/read-subscriptions.ts';
import { sweepMemory } from '../aws/sweep-memory.ts';
import type { Subscriptions } from '../domain/findings/finding-context.ts';
import type { Unknown } from '../domain/posture.ts';
import type { SweepServices } from '../workflow/ports.ts';
import { buildClients, type Clients } from './clients.ts';
import { systemClock } from './clock.ts';
import { evaluationServices } from './evaluation-services.ts';
import { readSweepSettings, type SweepSettings } from './settings.ts';

/** A sweep's services, and what only the stack itself has. */
export type StackServices = SweepServices & {
  readonly settings: SweepSettings;
  readonly calls: Calls;
  readonly readSubscriptions: () => Promise<readonly Subscriptions[] | Unknown>;
};

/** What a sweep needs, built once per cold start, for one account. */
export function sweepServices(
  settings: SweepSettings = readSweepSettings(process.env),
  clients: Clients = buildClients(),
): StackServices {
  const { access, calls, iam, dynamodb, sns } = clients;
  const topics = { security: settings.SECURITY_TOPIC_ARN, owners: settings.OWNERS_TOPIC_ARN };
  const cloudTrail = counted(new CloudTrailClient(access), calls);
  const pruning = {
    deviceCreations: () => readDeviceCreations(cloudTrail, systemClock),
    deleteDevice: (serial: string) => deleteVirtualDevice(iam, serial),
  };
  return {
    ...evaluationServices(settings, clients),
    settings,
    guardArn: settings.GUARD_ARN,
    inventory: inventoryReader(iam, systemClock),
    history: eventHistory(cloudTrail, settings.ACCOUNT_ID, systemClock),
    memory: sweepMemory(dynamodb, settings.STATE_TABLE, settings.ACCOUNT_ID),
    readSubscriptions: () => readSubscriptions(sns, topics),
    // In observe nothing is changed, and the role has no right to.
    pruning: settings.PRUNE_DEVICES === 'on' && settings.MODE === 'enforce' ? pruning : undefined,
  };
}
