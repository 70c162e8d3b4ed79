import { GUARD_NAMES } from '../../shared/domain/guard-name.ts';
import type { Expected } from './scp-properties.ts';
import { ACCOUNT, type Call, everyDeed, roleArn, STACK } from './scp-requests.ts';

const GUARDS = Object.values(GUARD_NAMES);

const closed = (...calls: readonly Call[]): readonly Expected[] => calls.map((call) => ({ call, open: false }));
const open = (...calls: readonly Call[]): readonly Expected[] => calls.map((call) => ({ call, open: true }));

/** Every action of AWS on what is the stack's own, and on what only looks like it: there everything is open. */
export async function onWholeStack(partition: string): Promise<readonly Expected[]> {
  return (await everyDeed(partition)).flatMap(({ action, own, others, looks }) => [
    { call: { action, resource: own }, open: looks },
    ...open(...others.map((resource) => ({ action, resource }))),
  ]);
}

/** Of the same, on each resource one action of each kind that looks (Get, List …) and one that does not. */
export async function onStackInBrief(partition: string): Promise<readonly Expected[]> {
  const deeds = (await everyDeed(partition)).map((deed) => ({
    ...deed,
    kind: deed.looks ? (/^\w+:[A-Z][a-z]+/.exec(deed.action)?.[0] ?? deed.action) : 'changes',
  }));
  const one = [...new Map(deeds.map((deed) => [`${deed.kind} ${deed.own}`, deed])).values()];
  return one.flatMap(({ action, own, others, looks }) => [
    { call: { action, resource: own }, open: looks },
    ...(looks ? [] : open(...others.map((resource) => ({ action, resource })))),
  ]);
}

/** What is protected by something else than the name of the resource, each beside its innocent neighbour. */
export const byCondition = (partition: string): readonly Expected[] => {
  const arn = (service: string, resource: string, region = 'us-east-1') =>
    `arn:${partition}:${service}:${region}:${ACCOUNT}:${resource}`;
  const policy = (name: string) => ({ 'iam:PolicyARN': arn('iam', `policy/${name}`, '') });
  const alias = (...names: string[]) => ({ 'kms:ResourceAliases': names.map((name) => `alias/${name}`) });
  const of = (name: string) => ({ 'lambda:FunctionArn': arn('lambda', `function:${name}`) });
  const user = arn('iam', 'user/eng/jane.doe', '');
  const key = arn('kms', 'key/1a2b3c4d-0000-4000-8000-000000000000');
  const mapping = arn('lambda', 'event-source-mapping:1a2b3c4d-0000-4000-8000-000000000000');
  const onKey = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:CreateGrant'];
  const onMapping = ['lambda:DeleteEventSourceMapping', 'lambda:UpdateEventSourceMapping'];
  const created = { action: 'lambda:CreateEventSourceMapping', resource: '*' };
  return [
    ...closed(...GUARDS.map((name) => ({ action: 'iam:DetachUserPolicy', resource: user, context: policy(name) }))),
    ...open(
      { action: 'iam:DetachUserPolicy', resource: user, context: policy('x-aws-mfa-enforcer-guard') },
      { action: 'iam:DetachUserPolicy', resource: user, context: policy('other') },
      { action: 'iam:AttachUserPolicy', resource: user, context: policy('other') },
      ...GUARDS.map((name) => ({ action: 'iam:AttachUserPolicy', resource: user, context: policy(name) })),
      { action: 'iam:DetachRolePolicy', resource: roleArn(partition, 'other'), context: policy('other') },
      // IAM has no condition on the name of an inline policy: docs/policy.md.
      ...['DeleteLoginProfile', 'DeactivateMFADevice', 'PutUserPolicy', 'DeleteUserPolicy'].map((name) => ({
        action: `iam:${name}`,
        resource: user,
      })),
    ),
    ...closed(...onKey.map((action) => ({ action, resource: key, context: alias(STACK) })), {
      action: 'kms:PutKeyPolicy',
      resource: key,
      context: alias('second', STACK),
    }),
    ...open(
      ...onKey.map((action) => ({ action, resource: key, context: alias('other') })),
      { action: 'kms:PutKeyPolicy', resource: key },
      { action: 'kms:DescribeKey', resource: key, context: alias(STACK) },
      { action: 'kms:Decrypt', resource: key, context: alias(STACK) },
    ),
    ...closed(...onMapping.map((action) => ({ action, resource: mapping, context: of(`${STACK}-tell-held`) })), {
      ...created,
      context: of(`${STACK}-evaluate-user`),
    }),
    ...open(
      ...onMapping.map((action) => ({ action, resource: mapping, context: of('other') })),
      { ...created, context: of('other') },
      { action: 'lambda:GetEventSourceMapping', resource: mapping, context: of(`${STACK}-tell-held`) },
    ),
  ];
};

/** Trails, logs, the spared themselves and the organisation, each beside its innocent neighbour. */
export const aroundStack = (partition: string): readonly Expected[] => {
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:us-east-1:${ACCOUNT}:${resource}`;
  const trail = arn('cloudtrail', 'trail/management-events');
  const logs = arn('logs', `log-group:/aws/lambda/${STACK}-evaluate-user`);
  const on = (resource: string, service: string, names: string): readonly Call[] =>
    names.split(' ').map((name) => ({ action: `${service}:${name}`, resource }));
  const REMOVALS = 'DeleteLogGroup DeleteLogStream PutRetentionPolicy';
  const TAKEOVER =
    'UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRole PassRole CreateRole TagRole PutRolePermissionsBoundary';
  const deployer = roleArn(partition, 'deployer');
  const platform = 'platform/eu-west-1/deploy-7';
  return [
    ...closed(...on(trail, 'cloudtrail', 'DeleteTrail StopLogging UpdateTrail PutEventSelectors')),
    ...open(...on(trail, 'cloudtrail', 'GetTrailStatus CreateTrail StartLogging AddTags')),
    ...closed(...on(logs, 'logs', REMOVALS)),
    ...open(...on(logs, 'logs', 'FilterLogEvents PutSubscriptionFilter CreateLogStream')),
    ...open(...on(arn('logs', 'log-group:/aws/lambda/other'), 'logs', REMOVALS)),
    ...closed(...on(deployer, 'iam', TAKEOVER), ...on(roleArn(partition, platform), 'iam', TAKEOVER)),
    ...open(
      ...on(deployer, 'iam', 'GetRole ListRolePolicies SimulatePrincipalPolicy GenerateServiceLastAccessedDetails'),
      { action: 'sts:AssumeRole', resource: deployer },
    ),
    ...open(...on(roleArn(partition, 'deployer2'), 'iam', TAKEOVER)),
    { call: { action: 'organizations:LeaveOrganization', resource: '*' }, open: false, sparesNobody: true },
    ...open(...on('*', 'organizations', 'DescribeOrganization')),
    ...open(
      { action: 'iam:CreateVirtualMFADevice', resource: `arn:${partition}:iam::${ACCOUNT}:mfa/phone` },
      { action: 's3:ListAllMyBuckets', resource: '*' },
      { action: 'ec2:DescribeInstances', resource: '*' },
      { action: 'quantum:TeleportBucket', resource: '*' },
    ),
  ];
};

/** Actions that AWS does not have yet, on what is the stack's own. */
export const invented = (partition: string): readonly Expected[] =>
  closed(
    ...['lambda:ReplaceFunctionEverywhere', 'lambda:UpdateFunctionCode2031'].map((action) => ({
      action,
      resource: `arn:${partition}:lambda:us-east-1:${ACCOUNT}:function:${STACK}-evaluate-user`,
    })),
    ...GUARDS.map((name) => ({
      action: 'iam:SwapDefaultPolicyVersion',
      resource: `arn:${partition}:iam::${ACCOUNT}:policy/${name}`,
    })),
  );
