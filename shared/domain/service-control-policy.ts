import { guardArns, type Protected, protectedArns } from './protected-arns.ts';

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

type Denial = {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
};

/** A service control policy that denies only: what is allowed the account's other policies say. */
export type ServiceControlPolicy = { readonly Version: '2012-10-17'; readonly Statement: readonly Denial[] };

/**
 * How many characters AWS takes, white space counted: the text has to be written without.
 * {@link https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html}
 */
export const SERVICE_CONTROL_POLICY_QUOTA = 5_120;

/** Looking on. `NotAction`, so that an action which AWS adds next year is denied from its first day. */
const LOOKING = [
  'cloudformation:Describe*',
  'cloudformation:Get*',
  'cloudformation:List*',
  'cloudwatch:Describe*',
  'cloudwatch:List*',
  'dynamodb:BatchGetItem',
  'dynamodb:Describe*',
  'dynamodb:Get*',
  'dynamodb:List*',
  'dynamodb:Query',
  'dynamodb:Scan',
  'events:Describe*',
  'events:List*',
  'iam:Generate*',
  'iam:Get*',
  'iam:List*',
  'iam:Simulate*',
  'lambda:Get*',
  'lambda:List*',
  's3:Get*',
  's3:List*',
  'scheduler:Get*',
  'scheduler:List*',
  'sns:Get*',
  'sns:List*',
  'sqs:Get*',
  'sqs:List*',
] as const;

/**
 * What stops even an administrator of the account from taking the service and the guard away: on what is the stack's own
 * everybody may look, and nobody but the spared may do anything else. docs/policy.md tells each part and what stays open;
 * test/property/scp-document.test.ts proves it by simulation. It never binds the management account.
 * {@link https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html}
 */
export function serviceControlPolicy(of: Protected): ServiceControlPolicy {
  const { partition, accountId, stack, deployers, releaseRole } = of;
  const arn = (service: string, resource: string, region = '*') =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  const ownRoles = arn('iam', `role/${stack}-*`, '');
  const releaseRoles = releaseRole === undefined ? [] : [releaseRole];
  // The key holds the role's ARN for each of its sessions, never the session's own: no pattern for sessions is needed.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
  const unlessSpared = { ArnNotLike: { 'aws:PrincipalArn': [ownRoles, ...releaseRoles, ...deployers] } };
  const deny = (Sid: string, rest: Omit<Denial, 'Sid' | 'Effect'>): Denial => ({
    Sid,
    Effect: 'Deny',
    ...rest,
    Condition: { ...rest.Condition, ...unlessSpared },
  });
  return {
    Version: '2012-10-17',
    Statement: [
      deny('ProtectService', { NotAction: LOOKING, Resource: [...protectedArns(of), ...releaseRoles] }),
      // The user is the resource of a detach; the policy stands in the condition. None tells the name of an inline one.
      deny('ProtectAttachedGuard', {
        Action: ['iam:DetachUserPolicy'],
        Resource: arn('iam', 'user/*', ''),
        Condition: { ArnLike: { 'iam:PolicyARN': guardArns(of) } },
      }),
      // A key's ARN does not hold its name, and its alias is protected as the stack's own.
      // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
      deny('ProtectKey', {
        Action: ['kms:CreateGrant', 'kms:Disable*', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
        Resource: arn('kms', 'key/*'),
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${stack}` } },
      }),
      // Their ARNs are random, and one that is to be made has none.
      deny('ProtectEventSources', {
        Action: [
          'lambda:CreateEventSourceMapping',
          'lambda:DeleteEventSourceMapping',
          'lambda:UpdateEventSourceMapping',
        ],
        Resource: '*',
        Condition: { ArnLike: { 'lambda:FunctionArn': arn('lambda', `function:${stack}-*`) } },
      }),
      // Any trail may be the one that brings the events. The functions' logs are the evidence.
      deny('ProtectRecords', {
        Action: [
          'cloudtrail:DeleteTrail',
          'cloudtrail:PutEventSelectors',
          'cloudtrail:StopLogging',
          'cloudtrail:UpdateTrail',
          'logs:DeleteLogGroup',
          'logs:DeleteLogStream',
          'logs:PutRetentionPolicy',
        ],
        Resource: [arn('cloudtrail', 'trail/*'), arn('logs', `log-group:/aws/lambda/${stack}-*`)],
      }),
      // Whoever edits or passes a spared role, or makes a key for a spared user, would be spared. Who may take the role on
      // is for its trust policy to say.
      deny('ProtectSpared', {
        NotAction: ['iam:Generate*', 'iam:Get*', 'iam:List*', 'iam:Simulate*', 'sts:*'],
        Resource: deployers,
      }),
      // An account that left would be bound no more. Nobody is spared.
      {
        Sid: 'StayInOrganization',
        Effect: 'Deny',
        Action: ['organizations:LeaveOrganization'],
        Resource: '*',
      },
    ],
  };
}
