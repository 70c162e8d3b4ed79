import { setTimeout } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { GetPolicyCommand, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { enforcer } from '../shared/aws/attach-guard.ts';
import { deleteVirtualDevice } from '../shared/aws/delete-virtual-device.ts';
import { eventHistory } from '../shared/aws/event-history.ts';
import { iamClient } from '../shared/aws/iam-client.ts';
import { orUnknown } from '../shared/aws/or-unknown.ts';
import { readDeviceCreations } from '../shared/aws/read-device-creations.ts';
import { readDevices } from '../shared/aws/read-devices.ts';
import { inventoryReader } from '../shared/aws/read-inventory.ts';
import { postureReader } from '../shared/aws/read-posture.ts';
import { type DeployedStack, readStack } from '../shared/aws/read-stack.ts';
import { readServiceCredentials } from '../shared/aws/read-service-credentials.ts';
import { readTrail } from '../shared/aws/read-trail.ts';
import type { Account } from '../shared/domain/account.ts';
import type { Trail } from '../shared/domain/findings/finding-context.ts';
import type { ServiceCredentials } from '../shared/domain/inventory.ts';
import type { Devices, Unknown } from '../shared/domain/posture.ts';
import type { DeviceCreations } from '../shared/domain/unused-devices.ts';
import type { Clock, Enforcer, EventHistory, InventoryReader, PostureReader } from '../shared/workflow/ports.ts';
import { connectExemptions, type Exempting } from './exempt/connect-exemptions.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { openRelease, type OpenRelease } from './release/connect-release.ts';
import type { Terminal } from './terminal.ts';
import { type Watch, watched } from './watch.ts';

/** The account that the credentials belong to, and what the commands read and do in it. */
export type Connection = {
  readonly account: Account;
  /** ARN of whose credentials they are. */
  readonly caller: string;
  readonly clock: Clock;
  readonly inventory: InventoryReader;
  readonly history: EventHistory;
  readonly trail: () => Promise<Trail>;
  readonly postures: (guardArn: string) => PostureReader;
  readonly devices: (userName: string) => Promise<Devices | 'gone'>;
  readonly serviceCredentials: (userName: string) => Promise<ServiceCredentials | Unknown>;
  readonly enforcer: (guardArn: string) => Enforcer;
  readonly exempting: Exempting;
  readonly policyExists: (arn: string) => Promise<boolean>;
  /** Undefined when there is no stack of that name where the partition's stacks of this service live. */
  readonly stackOf: (name: string) => Promise<DeployedStack | undefined>;
  readonly releasing: OpenRelease;
  readonly deviceCreations: () => Promise<DeviceCreations>;
  readonly deleteDevice: (serial: string) => Promise<'deleted' | 'not-there'>;
};

export type Connect = (options: ConnectionOptions, terminal: Terminal, watch: Watch) => Promise<Connection>;

/** The Region in which CloudTrail keeps IAM's events: history asked elsewhere would be empty, and be believed. */
const HOME: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** An address that answers nothing would be waited for over minutes. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true };

const nothing = () => undefined;

/** The SDK warns when there are keys in the environment beside a profile: whoever names a profile has chosen. */
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

const clock: Clock = { now: () => new Date(), sleep: (milliseconds) => setTimeout(milliseconds) };

/** By the SDK's usual credential chain. Throws what the SDK throws when nobody answers or nobody is known. */
export const connectToAws: Connect = async ({ profile, region }, { environment }, watch) => {
  const base = { requestHandler: PATIENCE, ...(profile === undefined ? {} : { profile, logger: SILENT }) };
  const fallback = environment['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const chosen = region ?? (await new STSClient(base).config.region().catch(() => fallback));
  const config = { ...base, region: chosen };

  const sts = watched(new STSClient(config), 'sts', watch);
  const { Account: id = '', Arn: caller = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = caller.split(':');

  const iam = watched(iamClient(config), 'iam', watch);
  const home = HOME[partition] ?? chosen;
  const cloudTrail = watched(new CloudTrailClient({ ...config, region: home }), 'cloudtrail', watch);
  return {
    account: { id, partition },
    caller,
    clock,
    inventory: inventoryReader(iam, clock),
    history: eventHistory(cloudTrail, id, clock),
    trail: () => readTrail(cloudTrail),
    postures: (guardArn) => postureReader(iam, { guardArn, inlineFallback: true }, clock),
    devices: async (userName) => {
      const devices = await orUnknown(readDevices(iam, userName));
      return devices === 'gone' || 'kind' in devices ? devices : { kind: 'devices', all: devices };
    },
    serviceCredentials: (userName) => orUnknown(readServiceCredentials(iam, userName)),
    enforcer: (guardArn) => enforcer(iam, { guardArn, inlineFallback: false }),
    exempting: connectExemptions({ ...config, region: home }, iam, watch),
    stackOf: (name) =>
      readStack(watched(new CloudFormationClient({ ...config, region: home }), 'cloudformation', watch), name),
    releasing: openRelease({ ...config, home }, sts, caller, watch),
    deviceCreations: () => readDeviceCreations(cloudTrail, clock),
    deleteDevice: (serial) => deleteVirtualDevice(iam, serial),
    policyExists: async (PolicyArn) => {
      try {
        await iam.send(new GetPolicyCommand({ PolicyArn }));
        return true;
      } catch (error) {
        if (error instanceof NoSuchEntityException) return false;
        throw error;
      }
    },
  };
};
