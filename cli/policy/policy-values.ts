import { matching } from '../option-values.ts';

/** The three names of AWS's partitions in which the service works. */
export const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'] as const;

export const accountId = matching(/^\d{12}$/, 'an account id of twelve digits');

/** What CloudFormation takes, less what would leave no room for the names that begin with it (a role has 64 characters). */
export const stackName = matching(
  /^[A-Za-z][A-Za-z0-9-]{0,29}$/,
  'the name of a stack, of at most 30 letters, digits and hyphens',
);

/**
 * A role or user, with wildcards where wanted but not for a name as a whole, which would spare everybody. AWS compares
 * with the role's ARN, also where a session of it calls: the ARN of a session would spare nobody.
 */
export const principalArn = matching(
  /^arn:aws(-[a-z]+)*:iam::(\d{12}|\*):(role|user)\/[\w+=,.@-][\w+=,.@/*?-]*$/,
  'the ARN of a role or user such as arn:aws:iam::111111111111:role/deployer, not that of a session, and not of all',
);

/** One more of an option that may be given again. */
export const principalArns = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  principalArn(text),
];
