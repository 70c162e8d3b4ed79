import { describe, expect, test } from 'vitest';
import { PARAMETERS } from '../../infrastructure/deployment-choices.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { enforcing, HERE, observing, packaged, template } from './packaged-template.ts';
import { allows, idsOf, listed, statementsOf } from './policy-statements.ts';
import { isAccepted, resolveTemplate, type Template } from './resolve-template.ts';

/** What of the stack AWS checks at the earliest when it matters, and the local AWS drops or never checks. */

const FUNCTIONS = {
  'evaluate-user': { id: 'EvaluateDashuserLambdaFunction', role: 'EvaluateUserRole', timeout: 300 },
  'alert-on-root': { id: 'AlertDashonDashrootLambdaFunction', role: 'AlertOnRootRole', timeout: 60 },
} as const;

const RULES = {
  UserCredentialsRule: 'EvaluateDashuserLambdaFunction',
  UserSignInRule: 'EvaluateDashuserLambdaFunction',
  RootSignInRule: 'AlertDashonDashrootLambdaFunction',
  RootCredentialsRule: 'AlertDashonDashrootLambdaFunction',
  RootPasswordRule: 'AlertDashonDashrootLambdaFunction',
} as const;

const propertiesOf = (logicalId: string, of: Template = enforcing) => of.Resources[logicalId]?.Properties ?? {};

describe('functions', () => {
  test.each(Object.entries(FUNCTIONS))(
    '%s runs on the tested runtime, under its own role',
    (name, { id, role, timeout }) => {
      expect(propertiesOf(id)).toMatchObject({
        FunctionName: `aws-mfa-enforcer-prod-${name}`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 256,
        Timeout: timeout,
        Role: `${role}.Arn`,
        LoggingConfig: { LogFormat: 'JSON' },
      });
    },
  );

  test('there are no other functions, no versions and no role that osls made up', () => {
    expect(idsOf(enforcing, 'AWS::Lambda::Function').toSorted()).toEqual(
      Object.values(FUNCTIONS)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(idsOf(enforcing, 'AWS::Lambda::Version')).toEqual([]);
    expect(idsOf(enforcing, 'AWS::IAM::Role').toSorted()).toEqual(['AlertOnRootRole', 'EvaluateUserRole']);
  });

  test('evaluate-user is told the account, the guard, both topics, the table and the mode', () => {
    expect(propertiesOf('EvaluateDashuserLambdaFunction', observing)['Environment']).toEqual({
      Variables: {
        ACCOUNT_ID: '111122223333',
        PARTITION: 'aws',
        GUARD_ARN: 'Guard',
        SECURITY_TOPIC_ARN: 'SecurityTopic',
        OWNERS_TOPIC_ARN: 'OwnersTopic',
        STATE_TABLE: 'StateTable',
        MODE: 'observe',
        POWERTOOLS_SERVICE_NAME: 'aws-mfa-enforcer',
        POWERTOOLS_METRICS_NAMESPACE: 'aws-mfa-enforcer',
      },
    });
  });

  test('alert-on-root is told nothing of the guard and the owners', () => {
    expect(propertiesOf('AlertDashonDashrootLambdaFunction')['Environment']).toEqual({
      Variables: {
        ACCOUNT_ID: '111122223333',
        PARTITION: 'aws',
        SECURITY_TOPIC_ARN: 'SecurityTopic',
        STATE_TABLE: 'StateTable',
        POWERTOOLS_SERVICE_NAME: 'aws-mfa-enforcer',
        POWERTOOLS_METRICS_NAMESPACE: 'aws-mfa-enforcer',
      },
    });
  });

  test('the account that is evaluated is the account whose IAM the role reads, whatever account is watched', () => {
    const watching = resolveTemplate(template, { ...HERE, WatchedAccount: '999900001111' });

    expect(propertiesOf('EvaluateDashuserLambdaFunction', watching)).toMatchObject({
      Environment: { Variables: { ACCOUNT_ID: '111122223333' } },
    });
  });

  test.each(packaged.functions)('the package of $name stays within 500 KB unzipped', ({ zipped, unzipped }) => {
    expect(unzipped).toBeGreaterThan(zipped);
    expect(unzipped).toBeLessThanOrEqual(500_000);
  });

  test.each(Object.entries(FUNCTIONS))('%s has a log group that forgets after a year', (name, { id }) => {
    const logGroup = idsOf(enforcing, 'AWS::Logs::LogGroup').find(
      (logicalId) => propertiesOf(logicalId)['LogGroupName'] === `/aws/lambda/aws-mfa-enforcer-prod-${name}`,
    );

    expect(propertiesOf(logGroup ?? '')).toMatchObject({ RetentionInDays: 365 });
    expect(enforcing.Resources[id]?.DependsOn).toContain(logGroup);
  });
});

describe('events on their way to a function', () => {
  test('there are these five rules and no other', () => {
    expect(idsOf(enforcing, 'AWS::Events::Rule').toSorted()).toEqual(Object.keys(RULES).toSorted());
  });

  test.each(Object.entries(RULES))('%s is on and reaches its function', (rule, target) => {
    expect(propertiesOf(rule)).toMatchObject({ State: 'ENABLED', Targets: [{ Arn: `${target}.Arn` }] });
    expect(propertiesOf(rule)).not.toHaveProperty('EventBusName');
  });

  test.each(Object.entries(RULES))('%s has a pattern that names source, detail-type and account', (rule) => {
    expect(propertiesOf(rule)['EventPattern']).toMatchObject({
      source: [expect.stringMatching(/^aws\.(iam|signin)$/)],
      'detail-type': expect.arrayContaining([expect.any(String)]) as unknown,
      account: ['111122223333'],
    });
  });

  test.each(Object.keys(RULES))('%s watches another account when told to', (rule) => {
    const watching = resolveTemplate(template, { ...HERE, WatchedAccount: '999900001111' });

    expect(propertiesOf(rule, watching)).toMatchObject({ EventPattern: { account: ['999900001111'] } });
  });

  test.each(Object.entries(RULES))('the function lets %s invoke it, and no other caller', (rule, target) => {
    const permissions = idsOf(enforcing, 'AWS::Lambda::Permission').map((logicalId) => propertiesOf(logicalId));

    expect(permissions).toContainEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: `${target}.Arn`,
      Principal: 'events.amazonaws.com',
      SourceArn: `${rule}.Arn`,
    });
    expect(permissions).toHaveLength(Object.keys(RULES).length);
  });

  test.each(Object.keys(RULES))('what %s cannot deliver for a day goes to a queue that takes it', (rule) => {
    expect(propertiesOf(rule)['Targets']).toMatchObject([
      {
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: 'UndeliveredEvents.Arn' },
      },
    ]);
    expect(propertiesOf('UndeliveredEventsPolicy')['Queues']).toEqual(['UndeliveredEvents']);
    expect(allows(enforcing, 'UndeliveredEventsPolicy', 'sqs:SendMessage')).toEqual([
      {
        on: ['UndeliveredEvents.Arn'],
        who: { Service: 'events.amazonaws.com' },
        when: { ArnEquals: { 'aws:SourceArn': expect.arrayContaining([`${rule}.Arn`]) as unknown } },
      },
    ]);
  });

  test.each(Object.values(FUNCTIONS))(
    '$id is tried three times within an hour, then its event is kept',
    ({ id, role }) => {
      const retries = idsOf(enforcing, 'AWS::Lambda::EventInvokeConfig')
        .map((logicalId) => propertiesOf(logicalId))
        .filter(({ FunctionName }) => FunctionName === id);

      expect(retries).toEqual([
        {
          FunctionName: id,
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: 3600,
          DestinationConfig: { OnFailure: { Destination: 'FailedEvents.Arn' } },
        },
      ]);
      expect(allows(enforcing, role, 'sqs:SendMessage')).toMatchObject([{ on: ['FailedEvents.Arn'] }]);
    },
  );

  test('an event outlives three whole attempts and the pauses between them', () => {
    const pauses = 60 + 120;

    for (const { id } of Object.values(FUNCTIONS)) {
      expect(Number(propertiesOf(id)['Timeout']) * 3 + pauses).toBeLessThan(3600);
    }
  });

  test.each(['UndeliveredEvents', 'FailedEvents'])(
    '%s keeps messages for 14 days, encrypted, and raises an alarm',
    (queue) => {
      const alarms = idsOf(enforcing, 'AWS::CloudWatch::Alarm').map((logicalId) => propertiesOf(logicalId));

      expect(propertiesOf(queue)).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
      expect(alarms).toContainEqual(
        expect.objectContaining({
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: `${queue}.QueueName` }],
          Statistic: 'Maximum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          TreatMissingData: 'notBreaching',
          AlarmActions: ['SecurityTopic'],
        }),
      );
    },
  );
});

describe('who is told', () => {
  const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey*'] as const;
  /** Everybody who publishes. A missing grant deploys cleanly and delivers nothing. */
  const PUBLISHERS = {
    EvaluateUserRole: ['SecurityTopic', 'OwnersTopic'],
    AlertOnRootRole: ['SecurityTopic'],
  } as const;

  test('both topics are encrypted with the key of the stack, which is rotated', () => {
    expect(idsOf(enforcing, 'AWS::SNS::Topic').toSorted()).toEqual(['OwnersTopic', 'SecurityTopic']);
    for (const topic of ['SecurityTopic', 'OwnersTopic']) {
      expect(propertiesOf(topic)).toMatchObject({ KmsMasterKeyId: 'TopicKey' });
    }
    expect(propertiesOf('TopicKey')).toMatchObject({ EnableKeyRotation: true });
    expect(propertiesOf('TopicKeyAlias')).toMatchObject({ TargetKeyId: 'TopicKey' });
  });

  test.each(Object.entries(PUBLISHERS))('%s may publish to its topics, and encrypt', (role, topics) => {
    expect(allows(enforcing, role, 'sns:Publish')).toEqual([{ on: topics }]);
    for (const action of ENCRYPT) expect(allows(enforcing, role, action)).toEqual([{ on: ['TopicKey.Arn'] }]);
  });

  test('the alarms may publish to the security topic, and encrypt, for this account only', () => {
    const alarms = { Service: 'cloudwatch.amazonaws.com' };
    const ours = { StringEquals: { 'aws:SourceAccount': '111122223333' } };

    expect(allows(enforcing, 'SecurityTopicPolicy', 'sns:Publish')).toContainEqual({
      on: ['SecurityTopic'],
      who: alarms,
      when: { ...ours, ArnEquals: { 'aws:SourceArn': ['UndeliveredEventsAlarm.Arn', 'FailedEventsAlarm.Arn'] } },
    });
    for (const action of ENCRYPT) {
      expect(allows(enforcing, 'TopicKey', action)).toEqual([{ on: ['*'], who: alarms, when: ours }]);
    }
  });

  test('nobody else publishes: every role and every alarm is on the list', () => {
    const roles = idsOf(enforcing, 'AWS::IAM::Role').filter(
      (role) => allows(enforcing, role, 'sns:Publish').length > 0,
    );
    const alarms = idsOf(enforcing, 'AWS::CloudWatch::Alarm');

    expect(roles.toSorted()).toEqual(Object.keys(PUBLISHERS).toSorted());
    expect(alarms.toSorted()).toEqual(['FailedEventsAlarm', 'UndeliveredEventsAlarm']);
  });

  test('IAM decides in this account who may use the key, so that it can be managed', () => {
    expect(allows(enforcing, 'TopicKey', 'kms:*')).toEqual([
      { on: ['*'], who: { AWS: 'arn:aws:iam::111122223333:root' } },
    ]);
  });

  test.each([
    ['SecurityTopicPolicy', 'SecurityTopic', 'sns:Publish'],
    ['OwnersTopicPolicy', 'OwnersTopic', 'sns:Publish'],
    ['UndeliveredEventsPolicy', 'UndeliveredEvents.Arn', 'sqs:*'],
    ['FailedEventsPolicy', 'FailedEvents.Arn', 'sqs:*'],
  ])('%s denies everybody plain http', (policy, on, action) => {
    expect(statementsOf(enforcing, policy)).toContainEqual({
      Sid: 'DenyPlainHttp',
      Effect: 'Deny',
      Principal: '*',
      Action: action,
      Resource: on,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('the topic policies let in nobody outside this account', () => {
    const principals = ['SecurityTopicPolicy', 'OwnersTopicPolicy']
      .flatMap((policy) => statementsOf(enforcing, policy))
      .filter(({ Effect }) => Effect === 'Allow')
      .map(({ Principal }) => Principal);

    expect(principals).toEqual([
      { AWS: 'arn:aws:iam::111122223333:root' },
      { Service: 'cloudwatch.amazonaws.com' },
      { AWS: 'arn:aws:iam::111122223333:root' },
    ]);
  });

  test('an e-mail address is subscribed to both topics', () => {
    const told = resolveTemplate(template, { ...HERE, SecurityEmail: 'security@example.com' });
    const email = { Protocol: 'email', Endpoint: 'security@example.com' };

    expect(idsOf(told, 'AWS::SNS::Subscription').map((logicalId) => propertiesOf(logicalId, told))).toEqual([
      { TopicArn: 'SecurityTopic', ...email },
      { TopicArn: 'OwnersTopic', ...email },
    ]);
  });

  test('without an e-mail address there is no subscription', () => {
    expect(idsOf(enforcing, 'AWS::SNS::Subscription')).toEqual([]);
  });
});

describe('what was told', () => {
  test('the table is encrypted, can be recovered to any second and forgets by itself', () => {
    expect(propertiesOf('StateTable')).toEqual({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'subject', AttributeType: 'S' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });

  test('the table goes with the stack', () => {
    expect(template.Resources['StateTable']).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });
});

describe('rights', () => {
  const USERS = 'arn:aws:iam::111122223333:user/*';

  test('in enforce, the guard and no other policy may be attached', () => {
    expect(allows(enforcing, 'EvaluateUserRole', 'iam:AttachUserPolicy')).toEqual([
      { on: [USERS], when: { ArnEquals: { 'iam:PolicyARN': 'Guard' } } },
    ]);
  });

  test('in observe, nothing may be attached', () => {
    expect(allows(observing, 'EvaluateUserRole', 'iam:AttachUserPolicy')).toEqual([]);
  });

  test('evaluate-user may do these things and no others', () => {
    const actions = statementsOf(enforcing, 'EvaluateUserRole').flatMap(({ Action }) => listed(Action));

    expect(actions.toSorted()).toEqual([
      'dynamodb:UpdateItem',
      'iam:AttachUserPolicy',
      'iam:GetLoginProfile',
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'iam:ListMFADevices',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
  });

  test('alert-on-root has no right in IAM', () => {
    const actions = statementsOf(enforcing, 'AlertOnRootRole').flatMap(({ Action }) => listed(Action));

    expect(actions.toSorted()).toEqual([
      'dynamodb:UpdateItem',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
  });

  test.each([
    ['EvaluateUserRole', 'EvaluateDashuserLogGroup.Arn'],
    ['AlertOnRootRole', 'AlertDashonDashrootLogGroup.Arn'],
  ])('%s writes to its own log group and marks what was told, nowhere else', (role, logGroup) => {
    expect(allows(enforcing, role, 'logs:PutLogEvents')).toEqual([{ on: [logGroup] }]);
    expect(allows(enforcing, role, 'dynamodb:UpdateItem')).toEqual([{ on: ['StateTable.Arn'] }]);
  });

  test.each(['EvaluateUserRole', 'AlertOnRootRole'])('only Lambda takes on %s', (role) => {
    expect(propertiesOf(role)['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  test('a wildcard resource has a reason', () => {
    const REASONS: Record<string, string> = {
      'EvaluateUserRole ReadUsers': 'which user an event will name is not known beforehand',
      'EvaluateUserRole AttachGuard': 'which user needs the guard is not known beforehand; the policy is',
      'TopicKey LetIamDecide': 'in a key policy `*` is the key itself',
      'TopicKey LetAlarmsTell': 'in a key policy `*` is the key itself',
      'Guard AllowLookups': 'AWS knows no narrower resource for these actions',
      'Guard AllowCreateDevice': 'device names are free-form',
      'Guard AllowOwnUser': 'the user, at any path, in whatever account the guard is attached',
      'Guard DenyAllButEnrolmentWithoutMFA': 'a Deny of everything',
      'Guard DenyOtherUsersWithoutMFA': 'everybody but the user, at any path',
      'ServerlessDeploymentBucketPolicy undefined': 'a Deny of plain http on every object, by osls',
    };
    const wide = Object.keys(enforcing.Resources).flatMap((logicalId) =>
      statementsOf(enforcing, logicalId)
        .filter(({ Resource, NotResource }) => [...listed(Resource), ...listed(NotResource)].join().includes('*'))
        .map(({ Sid }) => `${logicalId} ${String(Sid)}`),
    );

    expect(wide.toSorted()).toEqual(Object.keys(REASONS).toSorted());
  });
});

describe('the guard', () => {
  test.each(['aws', 'aws-cn', 'aws-us-gov'])(
    'says in %s what the proven document says, within IAM’s size',
    (partition) => {
      const there = resolveTemplate(template, { ...HERE, 'AWS::Partition': partition });
      const { PolicyDocument } = propertiesOf('Guard', there);

      expect(PolicyDocument).toEqual(guardDocument(partition));
      expect(JSON.stringify(PolicyDocument).replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
    },
  );

  test('has the name, path and description that it must keep for ever', () => {
    expect(propertiesOf('Guard')).toMatchObject({
      ManagedPolicyName: 'aws-mfa-enforcer-guard',
      Path: '/',
      Description: 'Without MFA its user may only sign in and enroll an MFA device. Attached by aws-mfa-enforcer.',
    });
  });

  test('is the same in both modes: observe takes away the right to attach it, not the policy', () => {
    expect(observing.Resources['Guard']).toEqual(enforcing.Resources['Guard']);
  });
});

describe('the template', () => {
  test.each(['us-east-1', 'cn-north-1', 'us-gov-west-1'])('lets itself be deployed to %s', (region) => {
    expect(isAccepted(template, { ...HERE, 'AWS::Region': region })).toBe(true);
  });

  test.each(['eu-west-1', 'us-west-2', 'cn-northwest-1', 'us-gov-east-1'])(
    'refuses %s, where no event arrives',
    (region) => {
      expect(isAccepted(template, { ...HERE, 'AWS::Region': region })).toBe(false);
    },
  );

  test('says where it belongs when it refuses', () => {
    expect(template.Rules).toMatchObject({
      WhereIamEventsArrive: { Assertions: [{ AssertDescription: expect.stringContaining('us-east-1') as string }] },
    });
  });

  test('asks for a mode and knows two', () => {
    expect(template.Parameters['Mode']).toMatchObject({ AllowedValues: ['observe', 'enforce'] });
    expect(template.Parameters['LongTermKeys']).toMatchObject({ AllowedValues: ['deny'], Default: 'deny' });
  });

  test.each(['security@example.com', ''])('takes "%s" for the e-mail address', (address) => {
    expect(address).toMatch(new RegExp(String(template.Parameters['SecurityEmail']?.['AllowedPattern'])));
  });

  test.each(['security', 'a@b', 'a@b.c, d@e.f', ' '])('refuses "%s" as e-mail address', (address) => {
    expect(address).not.toMatch(new RegExp(String(template.Parameters['SecurityEmail']?.['AllowedPattern'])));
  });

  test('has the parameters that deploy knows', () => {
    expect(Object.keys(template.Parameters).toSorted()).toEqual(Object.keys(PARAMETERS).toSorted());
  });

  test('has no placeholder left that nobody fills in', () => {
    const { Guard, ...others } = enforcing.Resources;

    expect(JSON.stringify(others)).not.toContain('${');
    expect(JSON.stringify(Guard).replaceAll('${aws:username}', '')).not.toContain('${');
  });

  test.each(['observe', 'enforce'])('refers in %s to nothing that is not there', (mode) => {
    const known = { ...HERE, Mode: mode, SecurityEmail: 'security@example.com' };

    expect(() => resolveTemplate(template, known)).not.toThrow();
  });

  test('makes nothing wait for what is not there', () => {
    const awaited = Object.values(template.Resources).flatMap(({ DependsOn = [] }) => DependsOn);

    for (const logicalId of awaited) expect(template.Resources).toHaveProperty(logicalId);
  });

  test('tells people and tools where everything is', () => {
    expect(enforcing.Outputs).toMatchObject({
      Mode: { Value: 'enforce' },
      LongTermKeys: { Value: 'deny' },
      GuardArn: { Value: 'Guard' },
      SecurityTopicArn: { Value: 'SecurityTopic' },
      OwnersTopicArn: { Value: 'OwnersTopic' },
      UndeliveredEventsUrl: { Value: 'UndeliveredEvents' },
      FailedEventsUrl: { Value: 'FailedEvents' },
      StateTableName: { Value: 'StateTable' },
      EvaluateUserFunction: { Value: 'EvaluateDashuserLambdaFunction' },
      AlertOnRootFunction: { Value: 'AlertDashonDashrootLambdaFunction' },
    });
  });
});
