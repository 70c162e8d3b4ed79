import * as v from 'valibot';
import type { MfaEvent } from '../domain/mfa-event.ts';
import { irrelevant } from './irrelevant.ts';
import type { WatchedRecord } from './watched-record.ts';

/** What of a service is watched: which calls, and where they name what they change. */
type Watched = { readonly calls: RegExp; readonly names: readonly string[] };

/** In every name that CloudFormation makes for this stack. */
const OURS = 'aws-mfa-enforcer-';

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/**
 * As in infrastructure/rules/patterns/{machine,channel}-changes.yml. Lambda's names carry dates, some a version too
 * ({@link https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html}). Without a name the pattern alone
 * narrows it: the key has an id only, and the trail is the account's.
 */
const WATCHED: ReadonlyMap<string, Watched> = new Map([
  [
    'events.amazonaws.com',
    { calls: /^(DisableRule|DeleteRule|PutRule|PutTargets|RemoveTargets)$/, names: ['name', 'rule'] },
  ],
  [
    'lambda.amazonaws.com',
    { calls: /^(DeleteFunction|UpdateFunction|PutFunction|AddPermission|RemovePermission)/, names: ['functionName'] },
  ],
  [
    'iam.amazonaws.com',
    {
      calls:
        /^((Attach|Detach|Put|Delete)RolePolicy|DeleteRole|UpdateRole|UpdateAssumeRolePolicy|(Put|Delete)RolePermissionsBoundary)$/,
      names: ['roleName'],
    },
  ],
  [CLOUDFORMATION, { calls: /^(DeleteStack|UpdateStack|ExecuteChangeSet)$/, names: ['stackName'] }],
  ['cloudtrail.amazonaws.com', { calls: /^(StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors)$/, names: [] }],
  [
    'sns.amazonaws.com',
    {
      calls:
        /^(DeleteTopic|SetTopicAttributes|AddPermission|RemovePermission|Subscribe|Unsubscribe|SetSubscriptionAttributes)$/,
      names: ['topicArn', 'subscriptionArn'],
    },
  ],
  ['sqs.amazonaws.com', { calls: /^(DeleteQueue|SetQueueAttributes|PurgeQueue)$/, names: ['queueUrl'] }],
  ['scheduler.amazonaws.com', { calls: /^(UpdateSchedule|DeleteSchedule|DeleteScheduleGroup)$/, names: ['name'] }],
  ['dynamodb.amazonaws.com', { calls: /^(DeleteTable|UpdateTable|UpdateTimeToLive)$/, names: ['tableName'] }],
  ['kms.amazonaws.com', { calls: /^(ScheduleKeyDeletion|DisableKey|PutKeyPolicy)$/, names: [] }],
]);

/** The sources under which EventBridge brings them. */
export const MACHINE_SOURCES = [...WATCHED.keys()].map((service) => `aws.${service.replace('.amazonaws.com', '')}`);

const Parameters = v.object({ requestParameters: v.fallback(v.nullish(v.record(v.string(), v.unknown())), undefined) });

/** How to read the record, if it is about what this service consists of; undefined: nobody watches it. */
export function parseMachineChange(
  service: string,
  call: string,
  record: unknown,
): ((record: WatchedRecord) => MfaEvent) | undefined {
  const watched = WATCHED.get(service);
  if (watched === undefined || !watched.calls.test(call)) return undefined;
  const resource = resourceOf(record, watched.names);
  if (watched.names.length > 0 && resource?.includes(OURS) !== true) return undefined;
  return ({ happened }) =>
    happened.actor.sourceAddress === CLOUDFORMATION && service !== CLOUDFORMATION
      ? irrelevant('CloudFormation does what the deployment of a stack says, which is told itself')
      : { kind: 'machine-changed', ...happened, service, call, resource };
}

/** The first name that the call gives; of a trail and a key whatever it is called there. */
function resourceOf(record: unknown, names: readonly string[]): string | undefined {
  const { success, output } = v.safeParse(Parameters, record);
  const parameters = (success ? output.requestParameters : undefined) ?? {};
  const given = names.length > 0 ? names : ['name', 'trailName', 'keyId'];
  return given.map((name) => parameters[name]).find((value) => typeof value === 'string');
}
