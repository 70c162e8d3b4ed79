import { GUARD_NAME } from './guard-name.ts';

/** What a service control policy is made for. */
export type Protected = {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Twelve digits, or `*` for every account that the policy is attached to. */
  readonly accountId: string;
  /** The stack's name, with which the names of all that is its own begin. */
  readonly stack: string;
  /** ARNs of roles and users, with `*` where wanted, whom the policy leaves their rights: who deploys, releases, exempts. */
  readonly deployers: readonly string[];
  /** ARN of the role that takes guards off, where it is not one of the stack's own. */
  readonly releaseRole?: string | undefined;
};

/**
 * The guards, all of whose names begin with that of the first: written out twice they would cost the room of a deployer.
 */
export const guardArns = ({ partition, accountId }: Pick<Protected, 'partition' | 'accountId'>): string =>
  `arn:${partition}:iam::${accountId}:policy/${GUARD_NAME}*`;

/**
 * What is the stack's own, by name: CloudFormation begins the names that it makes up with the stack's, and osls those of
 * functions and buckets. The key and event source mappings are not here, since their ARNs hold no name.
 * {@link https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html}
 */
export function protectedArns(of: Omit<Protected, 'deployers'>): readonly string[] {
  const { partition, accountId, stack } = of;
  const arn = (service: string, resource: string, region = '*') =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  return [
    guardArns(of),
    arn('iam', `policy/${stack}-*`, ''),
    arn('iam', `role/${stack}-*`, ''),
    // Whoever updates the stack has its service role do what he may not.
    arn('cloudformation', `stack/${stack}/*`),
    arn('lambda', `function:${stack}-*`),
    arn('events', `rule/${stack}-*`),
    arn('events', `event-bus/${stack}`),
    arn('scheduler', `schedule-group/${stack}-*`),
    arn('scheduler', `schedule/${stack}-*`),
    arn('sns', `${stack}-*`),
    arn('sqs', `${stack}-*`),
    arn('dynamodb', `table/${stack}-*`),
    arn('cloudwatch', `alarm:${stack}-*`),
    arn('kms', `alias/${stack}`),
    // The code on its way into the functions. Buckets have neither Region nor account in their ARNs, nor capitals.
    `arn:${partition}:s3:::${stack.toLowerCase()}-*`,
  ];
}
