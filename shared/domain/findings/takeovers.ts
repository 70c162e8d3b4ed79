import type { Account } from '../account.ts';
import { mayCover } from '../wildcard.ts';

const ON_ROLES = ['iam:AttachRolePolicy', 'iam:PassRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'] as const;
const ON_FUNCTIONS = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'] as const;

/** The stack is in one of these, whatever the partition (docs/adr/0009). */
const REGIONS = ['us-east-1', 'cn-north-1', 'us-gov-west-1'];

/** Each action, and how the ARNs of what is ours begin: CloudFormation and osls begin names with the stack's. */
const takeoversIn = ({ id, partition }: Account) => {
  const roles = [`arn:${partition}:iam::${id}:role/aws-mfa-enforcer-`];
  const functions = REGIONS.map((region) => `arn:${partition}:lambda:${region}:${id}:function:aws-mfa-enforcer-`);
  return [
    ...ON_ROLES.map((action) => [action, roles] as const),
    ...ON_FUNCTIONS.map((action) => [action, functions] as const),
  ];
};

/** Actions by which whoever has the statement makes a role or a function of this service do something else. */
export function takeoversOf(
  may: (action: string) => boolean,
  resources: readonly string[],
  account: Account,
): readonly string[] {
  const reach = (beginnings: readonly string[]) =>
    resources.some((resource) => beginnings.some((beginning) => mayCover(resource, beginning)));
  return takeoversIn(account).flatMap(([action, ours]) => (may(action) && reach(ours) ? [action] : []));
}
