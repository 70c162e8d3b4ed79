import type { GuardKind } from './guard-name.ts';
import { denials, grants, type PolicyStatement } from './guard-statements.ts';

/** An IAM policy document, as far as the guards use the grammar. */
export type PolicyDocument = { readonly Version: '2012-10-17'; readonly Statement: readonly PolicyStatement[] };

/**
 * A guard as a managed policy: denies everything without MFA but signing in and, where the user has none yet, enrolling
 * a device of any kind, on the own user only. What each kind is for and why each part stands is told in docs/policy.md;
 * test/property/guard-document.test.ts proves it by simulation.
 * Grown from {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html}
 *
 * @param partition `aws`, `aws-cn` or `aws-us-gov`; in an ARN of another partition nothing would match.
 */
export function guardDocument(partition: string, kind: GuardKind = 'guard'): PolicyDocument {
  const { lookups, createDevice, onOwnUser } = grants(partition);
  const { allElse, onOthers } = denials(partition, kind);
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'AllowLookups', ...lookups },
      { Sid: 'AllowCreateDevice', ...createDevice },
      { Sid: 'AllowOwnUser', ...onOwnUser },
      { Sid: kind === 'enrolled' ? 'DenyAllButSignInWithoutMFA' : 'DenyAllButEnrolmentWithoutMFA', ...allElse },
      { Sid: 'DenyOtherUsersWithoutMFA', ...onOthers },
    ],
  };
}

/**
 * The same as an inline policy, which decides as the managed one does in every request. Shorter, since all inline
 * policies of a user share 2,048 characters: no Sids, and one grant of enrolment instead of two.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html}
 */
export function inlineGuardDocument(partition: string, kind: GuardKind): PolicyDocument {
  const { lookups, createDevice, onOwnUser } = grants(partition);
  const { allElse, onOthers } = denials(partition, kind);
  const enrolment = {
    Effect: 'Allow',
    Action: [...onOwnUser.Action, createDevice.Action].sort(),
    Resource: [createDevice.Resource, ...onOwnUser.Resource],
  } as const;
  return { Version: '2012-10-17', Statement: [lookups, enrolment, allElse, onOthers] };
}
