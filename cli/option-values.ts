import { InvalidArgumentError } from 'commander';

/** Throws commander's InvalidArgumentError, which becomes one sentence. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** Throws commander's InvalidArgumentError, unless the whole text matches. */
export const matching =
  (pattern: RegExp, what: string) =>
  (text: string): string => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(`It must be ${what}.`);
  };

export const policyArn = matching(
  /^arn:aws(-[a-z]+)*:iam::\d{12}:policy\/[\x21-\x7e]+$/,
  'the ARN of a managed policy of the account, such as arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard',
);

export const roleArn = matching(
  /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\x21-\x7e]+$/,
  'the ARN of a role of the account; the stack puts it out as ReleaseRoleArn',
);

export const userName = matching(/^[\w+=,.@-]{1,64}$/, 'the name of an IAM user');

export const stackName = matching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'the name of a stack such as aws-mfa-enforcer-prod');

export const filePath = matching(/^[^\p{C}]+$/u, 'the path of a file');

export const regionName = matching(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, 'a Region such as us-east-1');

export const profileName = matching(/^[^\p{C}]+$/u, 'the name of a profile');

export const tableName = matching(/^[\w.-]{3,255}$/, 'the name of a DynamoDB table');
