/** An IAM policy document, as far as the guard uses the grammar. */
export type PolicyDocument = { readonly Version: '2012-10-17'; readonly Statement: readonly PolicyStatement[] };

type PolicyStatement = {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** What the user may do to himself without MFA: sign in with a forced password change, and enrol. */
const ON_OWN_USER = [
  'iam:ChangePassword',
  'iam:EnableMFADevice',
  'iam:GetMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ResyncMFADevice',
] as const;

/** AWS knows no narrower resource for these. */
const ON_ANYTHING = ['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'] as const;

/** `BoolIfExists`: a request that lacks the key (a long-term access key) counts as without MFA. */
const WITHOUT_MFA = {
  BoolIfExists: {
    'aws:MultiFactorAuthPresent': 'false',
    // A call that a service makes for a user signed in with MFA carries no MFA: without this, CloudFormation,
    // Athena and the like would fail for everybody.
    'aws:ViaAWSService': 'false',
  },
} as const;

/**
 * The guard: denies everything without MFA but signing in and enrolling a device of any kind, on the own user only.
 * Why each part stands is told in docs/policy.md; test/property/guard-document.test.ts proves it by simulation.
 * Grown from {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html}
 *
 * @param partition `aws`, `aws-cn` or `aws-us-gov`; in an ARN of another partition nothing would match.
 */
export function guardDocument(partition: string): PolicyDocument {
  // Both forms: users may have an IAM path. The slash before the name keeps `malice` out of `alice`.
  const ownUser = [`arn:${partition}:iam::*:user/\${aws:username}`, `arn:${partition}:iam::*:user/*/\${aws:username}`];
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'AllowLookups', Effect: 'Allow', Action: ON_ANYTHING, Resource: '*' },
      {
        Sid: 'AllowCreateDevice',
        Effect: 'Allow',
        Action: 'iam:CreateVirtualMFADevice',
        // Device names are free-form: a name tied to the user's would lock people out.
        Resource: `arn:${partition}:iam::*:mfa/*`,
      },
      { Sid: 'AllowOwnUser', Effect: 'Allow', Action: ON_OWN_USER, Resource: ownUser },
      {
        Sid: 'DenyAllButEnrolmentWithoutMFA',
        Effect: 'Deny',
        NotAction: [...ON_OWN_USER, ...ON_ANYTHING, 'iam:CreateVirtualMFADevice', 'sts:GetSessionToken'].sort(),
        Resource: '*',
        Condition: WITHOUT_MFA,
      },
      {
        Sid: 'DenyOtherUsersWithoutMFA',
        Effect: 'Deny',
        Action: ON_OWN_USER,
        NotResource: ownUser,
        Condition: WITHOUT_MFA,
      },
    ],
  };
}

export const inlineGuardDocument = (partition: string, _kind: string): PolicyDocument => guardDocument(partition);
