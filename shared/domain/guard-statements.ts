import type { GuardKind } from './guard-name.ts';

/** A statement of an IAM policy, as far as the guards use the grammar. */
export type PolicyStatement = {
  readonly Sid?: string;
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

/** What is left of it for whoever has a device: the password, and the serial number that the CLI asks for. */
const ON_OWN_USER_ENROLLED = ['iam:ChangePassword', 'iam:ListMFADevices'] as const;

/** AWS knows no narrower resource for these. */
const ON_ANYTHING = ['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'] as const;

/**
 * A call that a service makes for a user signed in with MFA carries no MFA: without this, CloudFormation, Athena and the
 * like would fail for everybody.
 */
const NOT_THROUGH_A_SERVICE = { 'aws:ViaAWSService': 'false' } as const;

const NO_MFA = { 'aws:MultiFactorAuthPresent': 'false' } as const;

/** `BoolIfExists`: a request that lacks the key (a long-term access key) counts as without MFA. */
const WITHOUT_MFA = { BoolIfExists: { ...NO_MFA, ...NOT_THROUGH_A_SERVICE } } as const;

/** `Bool`: a request that lacks the key is let through, so that long-term access keys keep working. */
const IN_A_SESSION_WITHOUT_MFA = { Bool: NO_MFA, BoolIfExists: NOT_THROUGH_A_SERVICE } as const;

/** Both forms: users may have an IAM path. The slash before the name keeps `malice` out of `alice`. */
const ownUser = (partition: string) => [
  `arn:${partition}:iam::*:user/\${aws:username}`,
  `arn:${partition}:iam::*:user/*/\${aws:username}`,
];

/** What every guard grants: to sign in and to enrol a device of any kind, on the own user only. */
export function grants(partition: string) {
  return {
    lookups: { Effect: 'Allow', Action: ON_ANYTHING, Resource: '*' },
    createDevice: {
      Effect: 'Allow',
      Action: 'iam:CreateVirtualMFADevice',
      // Device names are free-form: a name tied to the user's would lock people out.
      Resource: `arn:${partition}:iam::*:mfa/*`,
    },
    onOwnUser: { Effect: 'Allow', Action: ON_OWN_USER, Resource: ownUser(partition) },
  } as const satisfies Readonly<Record<string, PolicyStatement>>;
}

/** What a guard takes away without MFA. Actions that AWS adds later are taken away by themselves. */
export function denials(partition: string, kind: GuardKind) {
  const own = kind === 'enrolled' ? ON_OWN_USER_ENROLLED : ON_OWN_USER;
  const anywhere =
    kind === 'enrolled' ? ['iam:GetAccountPasswordPolicy'] : [...ON_ANYTHING, 'iam:CreateVirtualMFADevice'];
  const Condition = kind === 'keys-allowed' ? IN_A_SESSION_WITHOUT_MFA : WITHOUT_MFA;
  return {
    /** All that is not left open … */
    allElse: {
      Effect: 'Deny',
      NotAction: [...own, ...anywhere, 'sts:GetSessionToken'].sort(),
      Resource: '*',
      Condition,
    },
    /** … and what is left open, where it is done to somebody else. */
    onOthers: { Effect: 'Deny', Action: own, NotResource: ownUser(partition), Condition },
  } as const satisfies Readonly<Record<string, PolicyStatement>>;
}
