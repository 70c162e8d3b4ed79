// The guard policies, from the same source that the tests prove. JavaScript, since osls cannot load TypeScript itself.
import { GUARD_NAMES } from '../shared/domain/guard-name.ts';
import { guardDocument } from '../shared/domain/guard-document.ts';

/** CloudFormation fills `${AWS::Partition}` in; `${!aws:username}` reaches IAM as the policy variable that it is. */
const substituted = (text) => ({ 'Fn::Sub': text.replaceAll('${aws:', '${!aws:') });

const withIntrinsics = (value) => {
  if (typeof value === 'string') return value.includes('${') ? substituted(value) : value;
  if (Array.isArray(value)) return value.map(withIntrinsics);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withIntrinsics(part)]));
};

// Name, path and description never change: CloudFormation would replace the policy, and IAM does not delete one that
// users carry. A new text is a new default version, which binds every user who carries it. All three are always there,
// whatever the parameters choose: a user whose guard is to be changed for another carries both for a moment.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
const policy = (kind, description) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  // An upgrade's text must not meet the function of before, which would set it back. The functions' roles therefore
  // name the policies by their ARNs: a reference would make each wait for the other.
  DependsOn: ['RestoreDashguardLambdaFunction'],
  Properties: {
    ManagedPolicyName: GUARD_NAMES[kind],
    Path: '/',
    Description: `${description} Attached by aws-mfa-enforcer.`,
    PolicyDocument: withIntrinsics(guardDocument('${AWS::Partition}', kind)),
  },
});

export const guard = {
  Resources: {
    Guard: policy('guard', 'Without MFA its user may only sign in and enroll an MFA device.'),
    GuardKeysAllowed: policy(
      'keys-allowed',
      'In a session without MFA its user may only sign in and enroll an MFA device. Access keys keep working.',
    ),
    GuardEnrolled: policy(
      'enrolled',
      'For users with an MFA device: without MFA they may only sign in, and enroll nothing.',
    ),
  },
};
