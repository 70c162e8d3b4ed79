import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  GetAccountAuthorizationDetailsCommand,
  NoSuchEntityException,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { assumeRole, sessionNameOf } from '../../shared/aws/assume-role.ts';
import { releaser } from '../../shared/aws/detach-guard.ts';
import { inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { readStack } from '../../shared/aws/read-stack.ts';
import { GUARD_ARN, ROLE_ARN } from '../fakes/releasing.ts';

const THE_GUARD = { kind: 'guard', by: 'managed' } as const;
const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
const cloudFormation = mockClient(CloudFormationClient);

beforeEach(() => {
  for (const mock of [iam, sts, cloudFormation]) mock.reset();
});

describe('who carries the guard', () => {
  test('is read page by page, each in every way, and not those whose boundary it is', async () => {
    const page = { Filter: ['User' as const], MaxItems: 1_000 };
    const user = (name: string, of: Partial<UserDetail>): UserDetail => ({
      UserName: name,
      UserId: `AIDA${name}`,
      Arn: `arn:aws:iam::111111111111:user/${name}`,
      ...of,
    });
    const inline = encodeURIComponent(JSON.stringify(inlineGuardDocument('aws', 'enrolled')));
    iam
      .on(GetAccountAuthorizationDetailsCommand, { ...page, Marker: undefined })
      .resolves({
        UserDetailList: [
          user('jane.doe', { AttachedManagedPolicies: [{ PolicyArn: GUARD_ARN }] }),
          user('john.doe', { PermissionsBoundary: { PermissionsBoundaryArn: GUARD_ARN } }),
        ],
        IsTruncated: true,
        Marker: 'two',
      })
      .on(GetAccountAuthorizationDetailsCommand, { ...page, Marker: 'two' })
      .resolves({
        UserDetailList: [
          user('john.roe', {
            AttachedManagedPolicies: [{ PolicyArn: `${GUARD_ARN}-enrolled` }],
            UserPolicyList: [{ PolicyName: 'aws-mfa-enforcer-guard', PolicyDocument: inline }],
          }),
        ],
      });

    expect(await releaser(new IAMClient({}), GUARD_ARN).carriers()).toEqual([
      { userName: 'jane.doe', userId: 'AIDAjane.doe', guards: [THE_GUARD] },
      {
        userName: 'john.roe',
        userId: 'AIDAjohn.roe',
        guards: [
          { kind: 'enrolled', by: 'managed' },
          { kind: 'enrolled', by: 'inline' },
        ],
      },
    ]);
  });
});

describe('taking the guard off', () => {
  test.each([
    ['guard', GUARD_ARN],
    ['keys-allowed', `${GUARD_ARN}-keys-allowed`],
    ['enrolled', `${GUARD_ARN}-enrolled`],
  ] as const)('of the kind %s detaches the policy of that kind', async (kind, PolicyArn) => {
    iam.on(DetachUserPolicyCommand).resolves({});

    expect(await releaser(new IAMClient({}), GUARD_ARN).detach('jane.doe', { kind, by: 'managed' })).toBe('released');
    expect(iam.calls().map(({ args }) => args[0].input)).toEqual([{ UserName: 'jane.doe', PolicyArn }]);
  });

  test.each(['guard', 'keys-allowed', 'enrolled', 'edited'] as const)(
    'that is inline deletes the one inline policy of its name, whatever it says (%s)',
    async (kind) => {
      iam.on(DeleteUserPolicyCommand).resolves({});

      expect(await releaser(new IAMClient({}), GUARD_ARN).detach('jane.doe', { kind, by: 'inline' })).toBe('released');
      const input = { UserName: 'jane.doe', PolicyName: 'aws-mfa-enforcer-guard' };
      expect(iam.calls().map(({ args }) => args[0].input)).toEqual([input]);
    },
  );

  test('names the user and this one policy', async () => {
    iam.on(DetachUserPolicyCommand).resolves({});

    expect(await releaser(new IAMClient({}), GUARD_ARN).detach('jane.doe', THE_GUARD)).toBe('released');
    expect(iam.call(0).args[0].input).toEqual({ UserName: 'jane.doe', PolicyArn: GUARD_ARN });
  });

  test('of who is gone or does not carry it needs nothing', async () => {
    iam.on(DetachUserPolicyCommand).rejects(new NoSuchEntityException({ message: 'gone', $metadata: {} }));

    expect(await releaser(new IAMClient({}), GUARD_ARN).detach('jane.doe', THE_GUARD)).toBe('not-there');
  });

  test('that IAM refuses is thrown', async () => {
    iam.on(DetachUserPolicyCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

    await expect(releaser(new IAMClient({}), GUARD_ARN).detach('jane.doe', THE_GUARD)).rejects.toThrow('no');
  });
});

describe('the session of the role', () => {
  const answer = {
    Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T', Expiration: new Date(1) },
    AssumedRoleUser: { Arn: 'arn:aws:sts::111111111111:assumed-role/ReleaseRole/jane.doe', AssumedRoleId: 'x' },
  };

  test('is named after the caller, taken at once, and taken anew when the SDK asks again', async () => {
    sts.on(AssumeRoleCommand).resolves(answer);

    const session = await assumeRole(new STSClient({}), ROLE_ARN, 'arn:aws:iam::111111111111:user/eng/jane.doe');

    expect(sts.calls()).toHaveLength(1);
    expect(sts.call(0).args[0].input).toEqual({ RoleArn: ROLE_ARN, RoleSessionName: 'jane.doe' });
    expect(session.arn).toBe(answer.AssumedRoleUser.Arn);
    expect(await session.credentials()).toMatchObject({ accessKeyId: 'A', expiration: new Date(1) });
    expect(sts.calls()).toHaveLength(1);
    await session.credentials();
    expect(sts.calls()).toHaveLength(2);
  });

  test.each([
    ['arn:aws:iam::111111111111:user/jane.doe', 'jane.doe'],
    ['arn:aws:sts::111111111111:assumed-role/Admin/mary.major@example.com', 'mary.major@example.com'],
    ['arn:aws:iam::111111111111:root', 'root'],
    ['arn:aws:iam::111111111111:user/x', 'x-'],
    [`arn:aws:iam::111111111111:user/${'n'.repeat(64)}`, 'n'.repeat(64)],
    ['arn:aws:sts::111111111111:assumed-role/Admin/a b', 'a-b'],
  ])('of %s is called %s', (caller, name) => {
    expect(sessionNameOf(caller)).toBe(name);
  });
});

describe('the stack', () => {
  test('is told by what it put out and was deployed with', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [
        {
          StackName: 's',
          CreationTime: new Date(0),
          StackStatus: 'CREATE_COMPLETE',
          Outputs: [{ OutputKey: 'Mode', OutputValue: 'observe' }],
          Parameters: [{ ParameterKey: 'Scope', ParameterValue: 'every-password' }],
        },
      ],
    });

    expect(await readStack(new CloudFormationClient({}), 's')).toEqual({
      status: 'CREATE_COMPLETE',
      outputs: new Map([['Mode', 'observe']]),
      parameters: new Map([['Scope', 'every-password']]),
    });
  });

  const rejecting = (message: string) =>
    cloudFormation.on(DescribeStacksCommand).rejects(Object.assign(new Error(message), { name: 'ValidationError' }));

  test('that does not exist is no error, another wrong request is one', async () => {
    rejecting('Stack with id s does not exist');
    expect(await readStack(new CloudFormationClient({}), 's')).toBeUndefined();

    rejecting('1 validation error detected');
    await expect(readStack(new CloudFormationClient({}), 's')).rejects.toThrow('1 validation error');
  });
});
