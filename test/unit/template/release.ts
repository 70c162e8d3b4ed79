import { describe, expect, test } from 'vitest';
import { enforcing, observing } from '../packaged-template.ts';
import { statementsOf } from '../policy-statements.ts';

const USERS = 'arn:aws:iam::111122223333:user/*';
const GUARD = 'arn:aws:iam::111122223333:policy/aws-mfa-enforcer-guard';
const ACCOUNT = { AWS: 'arn:aws:iam::111122223333:root' };

describe.each([
  ['enforce', enforcing],
  ['observe', observing],
])('in %s', (_, template) => {
  test('the ReleaseRole may take these three policies off users, read what decides, and nothing else', () => {
    expect(statementsOf(template, 'ReleaseRole')).toEqual([
      { Sid: 'ListCarriers', Effect: 'Allow', Action: 'iam:GetAccountAuthorizationDetails', Resource: '*' },
      { Sid: 'ReadExemptions', Effect: 'Allow', Action: 'dynamodb:Scan', Resource: 'ExemptionsTable.Arn' },
      { Sid: 'ReadUsers', Effect: 'Allow', Action: ['iam:GetLoginProfile', 'iam:ListMFADevices'], Resource: USERS },
      {
        Sid: 'DetachGuard',
        Effect: 'Allow',
        Action: 'iam:DetachUserPolicy',
        Resource: USERS,
        Condition: { ArnEquals: { 'iam:PolicyARN': [GUARD, `${GUARD}-keys-allowed`, `${GUARD}-enrolled`] } },
      },
    ]);
  });

  test('users of the account take it on with MFA only, and sessions of roles, whose MFA is their provider’s', () => {
    expect(template.Resources['ReleaseRole']?.Properties['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'UsersWithMfa',
          Effect: 'Allow',
          Principal: ACCOUNT,
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
        {
          Sid: 'SessionsOfRoles',
          Effect: 'Allow',
          Principal: ACCOUNT,
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } },
        },
      ],
    });
  });
});
