// The guard policy, from the same source that the tests prove. JavaScript, since osls cannot load TypeScript itself.
import { GUARD_NAME } from '../shared/domain/guard-name.ts';
import { guardDocument } from '../shared/domain/guard-document.ts';

/** CloudFormation fills `${AWS::Partition}` in; `${!aws:username}` reaches IAM as the policy variable that it is. */
const substituted = (text) => ({ 'Fn::Sub': text.replaceAll('${aws:', '${!aws:') });

const withIntrinsics = (value) => {
  if (typeof value === 'string') return value.includes('${') ? substituted(value) : value;
  if (Array.isArray(value)) return value.map(withIntrinsics);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withIntrinsics(part)]));
};

export const guard = {
  Resources: {
    // Name, path and description never change: CloudFormation would replace the policy, and IAM does not delete one
    // that users carry. A new text is a new default version, which binds every user who carries it.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
    Guard: {
      Type: 'AWS::IAM::ManagedPolicy',
      // An upgrade's text must not meet the function of before, which would set it back.
      DependsOn: ['RestoreDashguardLambdaFunction'],
      Properties: {
        ManagedPolicyName: GUARD_NAME,
        Path: '/',
        Description: 'Without MFA its user may only sign in and enroll an MFA device. Attached by aws-mfa-enforcer.',
        PolicyDocument: withIntrinsics(guardDocument('${AWS::Partition}')),
      },
    },
  },
};
