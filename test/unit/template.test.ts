import { describe, expect, test } from 'vitest';
import { PARAMETERS } from '../../infrastructure/deployment-parameters.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { enforcing, HERE, observing, packaged, template } from './packaged-template.ts';
import { allows, idsOf, listed, statementsOf } from './policy-statements.ts';
import { refusals, resolveTemplate, type Template } from './resolve-template.ts';
import { waitsOf } from './waits-of.ts';

// Suites of this file: the stack is packaged once for all of them.
import './template/enforce-from.ts';
import './template/exemptions.ts';
import './template/mail.ts';
import './template/release.ts';
import './template/rules.ts';
import './template/slack.ts';
import './template/wave.ts';

/** What of the stack AWS checks at the earliest when it matters, and the local AWS drops or never checks. */

const FUNCTIONS = {
  'evaluate-user': {
    id: 'EvaluateDashuserLambdaFunction',
    role: 'EvaluateUserRole',
    timeout: 300,
    memory: 256,
    eventAge: 3600,
  },
  'alert-on-root': {
    id: 'AlertDashonDashrootLambdaFunction',
    role: 'AlertOnRootRole',
    timeout: 60,
    memory: 256,
    eventAge: 3600,
  },
  'restore-guard': {
    id: 'RestoreDashguardLambdaFunction',
    role: 'RestoreGuardRole',
    timeout: 60,
    memory: 256,
    eventAge: 3600,
  },
  'sweep-account': {
    id: 'SweepDashaccountLambdaFunction',
    role: 'SweepAccountRole',
    timeout: 900,
    memory: 512,
    eventAge: 21_600,
  },
  'reconcile-events': {
    id: 'ReconcileDasheventsLambdaFunction',
    role: 'ReconcileEventsRole',
    timeout: 300,
    memory: 256,
    eventAge: 840,
  },
} as const;

/** Invoked by a queue, which keeps what the function cannot finish: no retries of Lambda's own. */
const QUEUED = {
  'tell-held': { id: 'TellDashheldLambdaFunction', role: 'TellHeldRole', timeout: 60, memory: 256 },
} as const;

/** Invoked by the stream of the exemptions, which keeps what the function could not tell for six hours. */
const STREAMED = {
  'tell-exemption': { id: 'TellDashexemptionLambdaFunction', role: 'TellExemptionRole', timeout: 60, memory: 256 },
} as const;

/** Whatever there is without a webhook of Slack: template/slack.ts has the rest. */
const ALL = { ...FUNCTIONS, ...QUEUED, ...STREAMED };

/** The schedules, each with its role and function. */
const SCHEDULES = {
  SweepScheduled: { role: 'SweepSchedulerRole', target: 'SweepDashaccountLambdaFunction', eventAge: 21_600 },
  ReconcileScheduled: { role: 'ReconcileSchedulerRole', target: 'ReconcileDasheventsLambdaFunction', eventAge: 840 },
} as const;

/** Taken on by people, never by a function: template/release.ts has the rest. */
const RELEASE = 'ReleaseRole';

/** Each function's role, and the session that Lambda opens for the function. */
const OWN_SESSIONS = Object.entries(ALL).map(([name, { role }]) => `${role}/aws-mfa-enforcer-prod-${name}`);

const RULES = {
  GuardTamperingRule: 'RestoreDashguardLambdaFunction',
  MachineChangesRule: 'AlertDashonDashrootLambdaFunction',
  ChannelChangesRule: 'RestoreDashguardLambdaFunction',
  UserCredentialsRule: 'EvaluateDashuserLambdaFunction',
  UserSignInRule: 'EvaluateDashuserLambdaFunction',
  OwnRolesRule: 'AlertDashonDashrootLambdaFunction',
  RootSignInRule: 'AlertDashonDashrootLambdaFunction',
  RootCredentialsRule: 'AlertDashonDashrootLambdaFunction',
  RootPasswordRule: 'AlertDashonDashrootLambdaFunction',
} as const;

const GUARD_ARN = 'arn:aws:iam::111122223333:policy/aws-mfa-enforcer-guard';
const GUARD_ARNS = [GUARD_ARN, `${GUARD_ARN}-keys-allowed`, `${GUARD_ARN}-enrolled`];

/** The policies of the guards, by logical id: CloudFormation would make one of another id anew. */
const GUARDS = { Guard: 'guard', GuardKeysAllowed: 'keys-allowed', GuardEnrolled: 'enrolled' } as const;

const propertiesOf = (logicalId: string, of: Template = enforcing) => of.Resources[logicalId]?.Properties ?? {};

describe('functions', () => {
  test.each(Object.entries(ALL))(
    '%s runs on the tested runtime, under its own role',
    (name, { id, role, timeout, memory }) => {
      expect(propertiesOf(id)).toMatchObject({
        FunctionName: `aws-mfa-enforcer-prod-${name}`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: memory,
        Timeout: timeout,
        Role: `${role}.Arn`,
        LoggingConfig: { LogFormat: 'JSON' },
      });
    },
  );

  test('there are no other functions, no versions and no role that osls made up', () => {
    expect(idsOf(enforcing, 'AWS::Lambda::Function').toSorted()).toEqual(
      Object.values(ALL)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(idsOf(enforcing, 'AWS::Lambda::Version')).toEqual([]);
    expect(idsOf(enforcing, 'AWS::IAM::Role').toSorted()).toEqual(
      [...[...Object.values(ALL), ...Object.values(SCHEDULES)].map(({ role }) => role), RELEASE].toSorted(),
    );
  });

  test('evaluate-user is told the account, the guard, the channels, the table and the mode', () => {
    expect(propertiesOf('EvaluateDashuserLambdaFunction', observing)['Environment']).toEqual({
      Variables: {
        ACCOUNT_ID: '111122223333',
        PARTITION: 'aws',
        GUARD_ARN: 'Guard',
        EXEMPTIONS_TABLE: 'ExemptionsTable',
        SECURITY_TOPIC_ARN: 'SecurityTopic',
        SECURITY_MINIMUM_SEVERITY: 'info',
        OWNERS_TOPIC_ARN: 'OwnersTopic',
        HELD_MESSAGES_URL: 'HeldMessages',
        MESSAGES_A_MINUTE: '20',
        EVENT_BUS: 'Bus.Arn',
        ACCOUNT_NAME: '',
        OWNER_TAGS: 'owner,Owner,email,Email',
        OWNER_DOMAIN: '',
        SENDER_ADDRESS: '',
        MAIL_CONFIGURATION_SET: '',
        HELP_CONTACT: '',
        STATE_TABLE: 'StateTable',
        MODE: 'observe',
        ENFORCE_FROM: '',
        INCLUDE: '',
        EXCLUDE: '',
        LONG_TERM_KEYS: 'deny',
        PHASES: 'one',
        RELEASE: 'never',
        INLINE_FALLBACK: 'off',
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
        SECURITY_MINIMUM_SEVERITY: 'info',
        EVENT_BUS: 'Bus.Arn',
        ACCOUNT_NAME: '',
        STATE_TABLE: 'StateTable',
        OWN_SESSIONS: OWN_SESSIONS.join(';'),
        POWERTOOLS_SERVICE_NAME: 'aws-mfa-enforcer',
        POWERTOOLS_METRICS_NAMESPACE: 'aws-mfa-enforcer',
      },
    });
  });

  test('reconcile-events is told what evaluate-user is told, and how many at once; sweep-account how to sweep too', () => {
    const { Variables } = propertiesOf('EvaluateDashuserLambdaFunction')['Environment'] as { Variables: object };
    const shared = { ...Variables, CONCURRENCY: '8' };
    const reconcile = { ...shared, RULES: expect.any(String) as string };
    const sweep = {
      ...shared,
      SCOPE: 'password-without-device',
      MAX_NEW_GUARDS: '100',
      HEARTBEAT_DAYS: '7',
      REMINDER_DAYS: '1,3,7',
      PRUNE_DEVICES: 'off',
    };

    expect(propertiesOf('ReconcileDasheventsLambdaFunction')['Environment']).toEqual({ Variables: reconcile });
    expect(propertiesOf('SweepDashaccountLambdaFunction')['Environment']).toEqual({ Variables: sweep });
  });

  test('reconcile-events is told every rule of the stack, with its function', () => {
    const { Variables } = propertiesOf('ReconcileDasheventsLambdaFunction')['Environment'] as {
      Variables: Record<string, string>;
    };

    const told = (Variables['RULES'] ?? '').split(',');

    const rules = idsOf(enforcing, 'AWS::Events::Rule').map((rule) => {
      const [target] = propertiesOf(rule)['Targets'] as { Arn: string }[];
      return `${rule}=${target?.Arn.replace('.Arn', '') ?? ''}`;
    });
    expect(told.toSorted()).toEqual(rules.toSorted());
  });

  test('the sessions that are our own are those of each role with its own function, in the rule and in the function', () => {
    const arns = OWN_SESSIONS.map((session) => `arn:aws:sts::111122223333:assumed-role/${session}`);
    const { detail } = propertiesOf('OwnRolesRule')['EventPattern'] as { detail: object };

    expect(detail).toEqual({
      userIdentity: {
        arn: [{ exists: false }, { 'anything-but': arns }],
        sessionContext: { sessionIssuer: { userName: OWN_SESSIONS.map((session) => session.split('/')[0]) } },
      },
    });
    for (const [name, { id }] of Object.entries(ALL)) {
      expect(propertiesOf(id)['FunctionName']).toBe(`aws-mfa-enforcer-prod-${name}`);
    }
  });

  test('nothing of the account’s concurrency is reserved, unless for the sweep when asked for', () => {
    const reserving = resolveTemplate(template, { ...HERE, ReservedConcurrency: '1' });
    const reserved = (of: Template) =>
      Object.values(FUNCTIONS).map(({ id }) => propertiesOf(id, of)['ReservedConcurrentExecutions']);

    expect(reserved(enforcing)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(reserved(reserving)).toEqual([undefined, undefined, undefined, '1', undefined]);
  });

  test('the account that is evaluated is the account whose IAM the role reads, whatever account is watched', () => {
    const watching = resolveTemplate(template, { ...HERE, WatchedAccount: '999900001111' });

    expect(propertiesOf('EvaluateDashuserLambdaFunction', watching)).toMatchObject({
      Environment: { Variables: { ACCOUNT_ID: '111122223333' } },
    });
  });

  /** What somebody waits for starts within 550 KB; the scheduled ones may read in bulk besides. */
  test.each(packaged.functions)('the package of $name stays small', ({ name, zipped, unzipped }) => {
    const isScheduled = name === 'sweep-account' || name === 'reconcile-events';

    expect(unzipped).toBeGreaterThan(zipped);
    expect(unzipped).toBeLessThanOrEqual(isScheduled ? 680_000 : 550_000);
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
  test('there are these rules and no other', () => {
    expect(idsOf(enforcing, 'AWS::Events::Rule').toSorted()).toEqual(Object.keys(RULES).toSorted());
  });

  test.each(Object.entries(RULES))('%s is on and reaches its function', (rule, target) => {
    expect(propertiesOf(rule)).toMatchObject({ State: 'ENABLED', Targets: [{ Arn: `${target}.Arn` }] });
    expect(propertiesOf(rule)).not.toHaveProperty('EventBusName');
  });

  test.each(Object.entries(RULES))('%s has a pattern that names source, detail-type and account', (rule) => {
    expect(propertiesOf(rule)['EventPattern']).toMatchObject({
      // Whatever service our roles are used at.
      source:
        rule === 'OwnRolesRule'
          ? [{ prefix: 'aws.' }]
          : (expect.arrayContaining([expect.stringMatching(/^aws\.(iam|signin|sns)$/)]) as unknown),
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
    '$id is tried three times within $eventAge seconds, then its event is kept',
    ({ id, role, eventAge }) => {
      const retries = idsOf(enforcing, 'AWS::Lambda::EventInvokeConfig')
        .map((logicalId) => propertiesOf(logicalId))
        .filter(({ FunctionName }) => FunctionName === id);

      expect(retries).toEqual([
        {
          FunctionName: id,
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: eventAge,
          DestinationConfig: { OnFailure: { Destination: 'FailedEvents.Arn' } },
        },
      ]);
      expect(allows(enforcing, role, 'sqs:SendMessage').map(({ on }) => on)).toContainEqual(['FailedEvents.Arn']);
    },
  );

  test.each(['evaluate-user', 'alert-on-root', 'restore-guard', 'sweep-account'] as const)(
    'an event of %s outlives three whole attempts and the pauses between them',
    (name) => {
      const { timeout, eventAge } = FUNCTIONS[name];
      const pauses = 60 + 120;

      expect(timeout * 3 + pauses).toBeLessThan(eventAge);
    },
  );

  test('a reconciliation is given up before the next one begins, having had time to be tried again', () => {
    const { timeout, eventAge } = FUNCTIONS['reconcile-events'];

    expect(eventAge).toBeLessThan(15 * 60);
    expect(timeout * 2 + 60).toBeLessThan(eventAge);
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

describe('schedules', () => {
  const scheduled = (schedule: string, parameters: Record<string, string> = {}) =>
    propertiesOf(schedule, resolveTemplate(template, { ...HERE, ...parameters }));

  test('there are these two and no other, in a group of their own', () => {
    expect(idsOf(enforcing, 'AWS::Scheduler::Schedule').toSorted()).toEqual(Object.keys(SCHEDULES).toSorted());
    expect(idsOf(enforcing, 'AWS::Scheduler::ScheduleGroup')).toEqual(['Schedules']);
    for (const schedule of Object.keys(SCHEDULES)) {
      expect(propertiesOf(schedule)).toMatchObject({ GroupName: 'Schedules', State: 'ENABLED' });
    }
  });

  test('the sweep begins every day at three, give or take a quarter of an hour', () => {
    expect(scheduled('SweepScheduled')).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    });
  });

  test('the sweep begins when and where whoever deploys says', () => {
    const elsewhere = { SweepSchedule: 'rate(12 hours)', SweepTimeZone: 'Asia/Tokyo' };

    expect(scheduled('SweepScheduled', elsewhere)).toMatchObject({
      ScheduleExpression: 'rate(12 hours)',
      ScheduleExpressionTimezone: 'Asia/Tokyo',
    });
  });

  test('event history is looked into every quarter of an hour, to the minute, or as often as is said', () => {
    expect(scheduled('ReconcileScheduled')).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: 'rate(15 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(scheduled('ReconcileScheduled', { ReconcileSchedule: 'rate(30 minutes)' })).toMatchObject({
      ScheduleExpression: 'rate(30 minutes)',
    });
  });

  test('the reconciliation can be turned off, and nothing else with it', () => {
    const off = { ReconcileSchedule: 'off' };

    expect(scheduled('ReconcileScheduled', off)).toMatchObject({
      State: 'DISABLED',
      ScheduleExpression: 'rate(15 minutes)',
    });
    expect(scheduled('SweepScheduled', off)).toMatchObject({ State: 'ENABLED' });
  });

  test.each(Object.entries(SCHEDULES))(
    '%s asks its function for nothing special, and what it cannot deliver goes to a queue',
    (schedule, { role, target, eventAge }) => {
      expect(propertiesOf(schedule)['Target']).toEqual({
        Arn: `${target}.Arn`,
        RoleArn: `${role}.Arn`,
        Input: '{}',
        RetryPolicy: { MaximumEventAgeInSeconds: eventAge, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: 'UndeliveredEvents.Arn' },
      });
    },
  );

  test.each(Object.values(SCHEDULES))(
    '$role may invoke its one function and keep what it cannot deliver',
    (schedule) => {
      const { role, target } = schedule;

      expect(statementsOf(enforcing, role)).toEqual([
        { Sid: 'Invoke', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${target}.Arn` },
        { Sid: 'KeepUndelivered', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'UndeliveredEvents.Arn' },
      ]);
    },
  );

  test.each(Object.values(SCHEDULES))('only schedules of the group, in this account, take on $role', ({ role }) => {
    expect(propertiesOf(role)['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnEquals: { 'aws:SourceArn': 'Schedules.Arn' },
          },
        },
      ],
    });
  });
});

describe('who is told', () => {
  const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey*'] as const;
  const ALARMS = ['UndeliveredEventsAlarm', 'FailedEventsAlarm', 'HeldDeadLettersAlarm', 'UntoldExemptionsAlarm'];
  /** Everybody who publishes. A missing grant deploys cleanly and delivers nothing. */
  const PUBLISHERS = {
    EvaluateUserRole: ['SecurityTopic', 'OwnersTopic'],
    AlertOnRootRole: ['SecurityTopic'],
    RestoreGuardRole: ['SecurityTopic'],
    SweepAccountRole: ['SecurityTopic', 'OwnersTopic'],
    ReconcileEventsRole: ['SecurityTopic', 'OwnersTopic'],
    TellHeldRole: ['SecurityTopic', 'OwnersTopic'],
    TellExemptionRole: ['SecurityTopic'],
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
      when: { ...ours, ArnEquals: { 'aws:SourceArn': ALARMS.map((alarm) => `${alarm}.Arn`) } },
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
    expect(alarms.toSorted()).toEqual(ALARMS.toSorted());
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

  test('each e-mail address is subscribed to its own topic, so that nobody gets a message twice', () => {
    const addresses = { SecurityEmail: 'security@example.com', OwnersEmail: 'owners@example.com' };
    const told = resolveTemplate(template, { ...HERE, ...addresses });

    expect(idsOf(told, 'AWS::SNS::Subscription').map((logicalId) => propertiesOf(logicalId, told))).toEqual([
      { TopicArn: 'SecurityTopic', Protocol: 'email', Endpoint: 'security@example.com' },
      { TopicArn: 'OwnersTopic', Protocol: 'email', Endpoint: 'owners@example.com' },
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

  const ATTACHING = ['EvaluateUserRole', 'ReconcileEventsRole', 'RestoreGuardRole', 'SweepAccountRole'];
  const actionsOf = (role: string, of = enforcing) =>
    [...new Set(statementsOf(of, role).flatMap(({ Action }) => listed(Action)))].toSorted();

  test.each(ATTACHING)('in enforce, %s may attach the guard and no other policy', (role) => {
    expect(allows(enforcing, role, 'iam:AttachUserPolicy')).toEqual([
      { on: [USERS], when: { ArnEquals: { 'iam:PolicyARN': [GUARD_ARN] } } },
    ]);
  });

  test('in observe, no role of a function may change anything in IAM but ask for a report', () => {
    const actions = idsOf(observing, 'AWS::IAM::Role')
      .filter((role) => role !== RELEASE)
      .flatMap((role) => actionsOf(role, observing));
    const changing = actions.filter((action) => /^iam:(?!Get|List)/.test(action));

    expect(changing).toEqual(['iam:GenerateCredentialReport']);
  });

  test('in enforce, these roles may attach and no other', () => {
    const attaching = idsOf(enforcing, 'AWS::IAM::Role').filter((role) =>
      actionsOf(role).includes('iam:AttachUserPolicy'),
    );

    expect(attaching.toSorted()).toEqual(ATTACHING);
  });

  test.each(idsOf(enforcing, 'AWS::IAM::Role'))('%s names every action, but those that encrypt, in full', (role) => {
    expect(actionsOf(role).filter((action) => action.includes('*') && action !== 'kms:GenerateDataKey*')).toEqual([]);
  });

  test.each(ATTACHING)('%s reads single users of this account only', (role) => {
    for (const action of ['iam:GetLoginProfile', 'iam:ListAttachedUserPolicies', 'iam:ListMFADevices']) {
      expect(allows(enforcing, role, action)).toEqual([{ on: [USERS] }]);
    }
  });

  test('restore-guard may do these things and no others', () => {
    expect(actionsOf('RestoreGuardRole')).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
      'events:PutEvents',
      'iam:AttachUserPolicy',
      'iam:DetachUserPolicy',
      'iam:GetLoginProfile',
      'iam:GetPolicyVersion',
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'iam:ListMFADevices',
      'iam:ListPolicyVersions',
      'iam:SetDefaultPolicyVersion',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });

  test('restore-guard reads the guards’ texts', () => {
    for (const action of ['iam:GetPolicyVersion', 'iam:ListPolicyVersions']) {
      expect(allows(enforcing, 'RestoreGuardRole', action)).toEqual([{ on: GUARD_ARNS }]);
    }
  });

  test('restore-guard sets the default version of the guards back, of no other policy, and nobody writes one', () => {
    expect(allows(enforcing, 'RestoreGuardRole', 'iam:SetDefaultPolicyVersion')).toEqual([{ on: GUARD_ARNS }]);
    for (const role of idsOf(enforcing, 'AWS::IAM::Role')) {
      expect(actionsOf(role)).not.toContain('iam:CreatePolicyVersion');
      expect(actionsOf(role)).not.toContain('iam:CreatePolicy');
    }
  });

  test('a restore that is put off waits in a queue of its own, and ends with the bare events if it fails', () => {
    const mapping = idsOf(enforcing, 'AWS::Lambda::EventSourceMapping')
      .map((logicalId) => propertiesOf(logicalId))
      .find(({ EventSourceArn }) => EventSourceArn === 'DelayedRestores.Arn');

    expect(mapping).toMatchObject({ FunctionName: 'RestoreDashguardLambdaFunction.Arn', BatchSize: 1 });
    expect(propertiesOf('DelayedRestores')).toEqual({
      MessageRetentionPeriod: 345_600,
      SqsManagedSseEnabled: true,
      VisibilityTimeout: FUNCTIONS['restore-guard'].timeout,
      RedrivePolicy: { deadLetterTargetArn: 'UndeliveredEvents.Arn', maxReceiveCount: 5 },
    });
  });

  test('sweep-account may do these things and no others', () => {
    expect(actionsOf('SweepAccountRole')).toEqual([
      'cloudtrail:LookupEvents',
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:GetItem',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
      'events:PutEvents',
      'iam:AttachUserPolicy',
      'iam:DetachUserPolicy',
      'iam:GenerateCredentialReport',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetAccountSummary',
      'iam:GetCredentialReport',
      'iam:GetLoginProfile',
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'iam:ListMFADevices',
      'iam:ListVirtualMFADevices',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:ListSubscriptionsByTopic',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
  });

  test('reconcile-events may do what evaluate-user may, look into event history, and at the trail and the rules', () => {
    const looking = ['DescribeTrails', 'GetEventSelectors', 'GetTrailStatus', 'LookupEvents'];
    expect(actionsOf('ReconcileEventsRole')).toEqual([
      ...looking.map((action) => `cloudtrail:${action}`),
      ...[...actionsOf('EvaluateUserRole'), 'events:ListRules', 'events:ListTargetsByRule'].toSorted(),
    ]);
    expect(allows(enforcing, 'ReconcileEventsRole', 'events:ListTargetsByRule')).toEqual([
      { on: ['arn:aws:events:us-east-1:111122223333:rule/aws-mfa-enforcer-prod-*'] },
    ]);
  });

  test.each(['EvaluateUserRole', 'AlertOnRootRole', 'RestoreGuardRole', 'SweepAccountRole', 'ReconcileEventsRole'])(
    '%s puts events on the one bus only, and under the name of this service only',
    (role) => {
      expect(allows(enforcing, role, 'events:PutEvents')).toMatchObject([{ on: ['Bus.Arn'] }]);
      expect(JSON.stringify(allows(enforcing, role, 'events:PutEvents'))).toContain('"events:source":"mfa-enforcer"');
    },
  );

  test('tell-held takes messages out of its queue and tells them: nothing of IAM, nothing of the table', () => {
    expect(actionsOf('TellHeldRole')).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ]);
    expect(allows(enforcing, 'TellHeldRole', 'sqs:ReceiveMessage')).toMatchObject([{ on: ['HeldMessages.Arn'] }]);
  });

  test('what is held goes to the queue of held messages, and from there to its dead letters', () => {
    for (const role of ['EvaluateUserRole', 'SweepAccountRole', 'ReconcileEventsRole']) {
      expect(allows(enforcing, role, 'sqs:SendMessage')).toContainEqual(
        expect.objectContaining({ on: ['HeldMessages.Arn'] }),
      );
    }
    expect(propertiesOf('HeldMessages')).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 345_600,
      RedrivePolicy: { deadLetterTargetArn: 'HeldDeadLetters.Arn' },
    });
    const mappings = idsOf(enforcing, 'AWS::Lambda::EventSourceMapping').map((mapping) => propertiesOf(mapping));
    expect(mappings.find(({ EventSourceArn }) => EventSourceArn === 'HeldMessages.Arn')).toMatchObject({
      EventSourceArn: 'HeldMessages.Arn',
      MaximumBatchingWindowInSeconds: 60,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test('sweep-account remembers in the table of the stack and asks who subscribed to its topics, no others', () => {
    for (const action of ['BatchGetItem', 'BatchWriteItem', 'UpdateItem']) {
      expect(allows(enforcing, 'SweepAccountRole', `dynamodb:${action}`)).toEqual([{ on: ['StateTable.Arn'] }]);
    }
    expect(allows(enforcing, 'SweepAccountRole', 'sns:ListSubscriptionsByTopic')).toEqual([
      { on: ['SecurityTopic', 'OwnersTopic'] },
    ]);
  });

  test('sweep-account may delete virtual devices only where PruneDevices is on, and never in observe', () => {
    const with_ = (choices: Record<string, string>) =>
      allows(resolveTemplate(template, { ...HERE, ...choices }), 'SweepAccountRole', 'iam:DeleteVirtualMFADevice');

    expect(with_({ Mode: 'enforce' })).toEqual([]);
    expect(with_({ Mode: 'observe', PruneDevices: 'on' })).toEqual([]);
    expect(with_({ Mode: 'enforce', PruneDevices: 'on' })).toEqual([{ on: ['arn:aws:iam::111122223333:mfa/*'] }]);
  });

  test('only what AWS knows no resource for is allowed on everything', () => {
    const onEverything = idsOf(enforcing, 'AWS::IAM::Role').flatMap((role) =>
      statementsOf(enforcing, role)
        .filter(({ Resource }) => listed(Resource).includes('*'))
        .flatMap(({ Action }) => listed(Action))
        .map((action) => `${role} ${action}`),
    );

    // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    expect(onEverything.toSorted()).toEqual([
      'ReconcileEventsRole cloudtrail:DescribeTrails',
      'ReconcileEventsRole cloudtrail:LookupEvents',
      'ReconcileEventsRole events:ListRules',
      'ReleaseRole iam:GetAccountAuthorizationDetails',
      'SweepAccountRole cloudtrail:LookupEvents',
      'SweepAccountRole iam:GenerateCredentialReport',
      'SweepAccountRole iam:GetAccountAuthorizationDetails',
      'SweepAccountRole iam:GetAccountSummary',
      'SweepAccountRole iam:GetCredentialReport',
      'SweepAccountRole iam:ListVirtualMFADevices',
    ]);
  });

  test('evaluate-user may do these things and no others', () => {
    expect(actionsOf('EvaluateUserRole')).toEqual([
      'dynamodb:GetItem',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
      'events:PutEvents',
      'iam:AttachUserPolicy',
      'iam:DetachUserPolicy',
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
    expect(actionsOf('AlertOnRootRole')).toEqual([
      'dynamodb:UpdateItem',
      'events:PutEvents',
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
    ['RestoreGuardRole', 'RestoreDashguardLogGroup.Arn'],
    ['SweepAccountRole', 'SweepDashaccountLogGroup.Arn'],
    ['ReconcileEventsRole', 'ReconcileDasheventsLogGroup.Arn'],
  ])('%s writes to its own log group and marks what was told, nowhere else', (role, logGroup) => {
    expect(allows(enforcing, role, 'logs:PutLogEvents')).toEqual([{ on: [logGroup] }]);
    expect(allows(enforcing, role, 'dynamodb:UpdateItem')).toEqual([{ on: ['StateTable.Arn'] }]);
  });

  test.each(Object.values(FUNCTIONS))('only Lambda takes on $role', ({ role }) => {
    expect(propertiesOf(role)['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  test('a wildcard resource has a reason', () => {
    const REASONS: Record<string, string> = {
      'EvaluateUserRole ReadUsers': 'which user an event will name is not known beforehand',
      'EvaluateUserRole AttachGuard': 'which user needs the guard is not known beforehand; the policy is',
      'EvaluateUserRole DetachEnrolledGuard': 'who will lose the last device is not known beforehand; the policy is',
      'EvaluateUserRole DetachGuard': 'which user will need another guard is not known beforehand; the policies are',
      'RestoreGuardRole ReadUsers': 'which user an event will name is not known beforehand',
      'RestoreGuardRole AttachGuard': 'which user needs the guard is not known beforehand; the policy is',
      'RestoreGuardRole DetachEnrolledGuard': 'who will lose the last device is not known beforehand; the policy is',
      'RestoreGuardRole DetachGuard': 'which user will need another guard is not known beforehand; the policies are',
      'SweepAccountRole ReadUsers': 'which users will be suspects is not known beforehand',
      'SweepAccountRole AttachGuard': 'which users need the guard is not known beforehand; the policy is',
      'SweepAccountRole DetachEnrolledGuard': 'who will lose the last device is not known beforehand; the policy is',
      'SweepAccountRole DetachGuard': 'which user will need another guard is not known beforehand; the policies are',
      'SweepAccountRole ReadAccount': 'AWS knows no resource for these actions',
      'SweepAccountRole ReadEventHistory': 'AWS knows no resource for it',
      'ReconcileEventsRole ListTrails': 'AWS knows no resource for it',
      'ReconcileEventsRole ListRules': 'AWS knows no resource for it',
      'ReconcileEventsRole ReadTargets': 'a rule names this role in turn; the names begin with that of the stack',
      'ReconcileEventsRole ReadTrails':
        'a trail may be of another Region, and of the organization’s management account',
      'ReconcileEventsRole ReadUsers': 'which user history will name is not known beforehand',
      'ReconcileEventsRole AttachGuard': 'which user needs the guard is not known beforehand; the policy is',
      'ReconcileEventsRole DetachEnrolledGuard': 'who will lose the last device is not known beforehand; the policy is',
      'ReconcileEventsRole DetachGuard': 'which user will need another guard is not known beforehand; the policies are',
      'ReconcileEventsRole ReadEventHistory': 'AWS knows no resource for it',
      'ExemptionApprovers LookUpUsers': 'which user will need an exemption is not known beforehand',
      'TopicKey LetIamDecide': 'in a key policy `*` is the key itself',
      'TopicKey LetAlarmsTell': 'in a key policy `*` is the key itself',
      'ReleaseRole ReadUsers': 'which users carry the guard is not known beforehand',
      'ReleaseRole DetachGuard': 'which users carry the guard is not known beforehand; the policy is',
      'ReleaseRole ListCarriers': 'AWS knows no resource for it',
      ...Object.fromEntries(
        Object.entries(GUARDS).flatMap(([id, kind]) => [
          [`${id} AllowLookups`, 'AWS knows no narrower resource for these actions'],
          [`${id} AllowCreateDevice`, 'device names are free-form'],
          [`${id} AllowOwnUser`, 'the user, at any path, in whatever account the guard is attached'],
          [`${id} DenyAllBut${kind === 'enrolled' ? 'SignIn' : 'Enrolment'}WithoutMFA`, 'a Deny of everything'],
          [`${id} DenyOtherUsersWithoutMFA`, 'everybody but the user, at any path'],
        ]),
      ),
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

describe.each(Object.entries(GUARDS))('the policy %s', (id, kind) => {
  test.each(['aws', 'aws-cn', 'aws-us-gov'])(
    'says in %s what the proven document says, within IAM’s size',
    (partition) => {
      const there = resolveTemplate(template, { ...HERE, 'AWS::Partition': partition });
      const { PolicyDocument } = propertiesOf(id, there);

      expect(PolicyDocument).toEqual(guardDocument(partition, kind));
      expect(JSON.stringify(PolicyDocument).replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
    },
  );

  test('waits for the function that would set another text back, so that an upgrade does not meet the one of before', () => {
    expect(enforcing.Resources[id]?.DependsOn).toEqual(['RestoreDashguardLambdaFunction']);
  });

  test('is the same in both modes: observe takes away the right to attach it, not the policy', () => {
    expect(observing.Resources[id]).toEqual(enforcing.Resources[id]);
  });
});

describe('the guards', () => {
  test('have the names, paths and descriptions that they must keep for ever', () => {
    const kept = Object.keys(GUARDS).map((id) => propertiesOf(id));

    expect(kept).toMatchObject([
      {
        ManagedPolicyName: 'aws-mfa-enforcer-guard',
        Path: '/',
        Description: 'Without MFA its user may only sign in and enroll an MFA device. Attached by aws-mfa-enforcer.',
      },
      {
        ManagedPolicyName: 'aws-mfa-enforcer-guard-keys-allowed',
        Path: '/',
        Description:
          'In a session without MFA its user may only sign in and enroll an MFA device. Access keys keep working. Attached by aws-mfa-enforcer.',
      },
      {
        ManagedPolicyName: 'aws-mfa-enforcer-guard-enrolled',
        Path: '/',
        Description:
          'For users with an MFA device: without MFA they may only sign in, and enroll nothing. Attached by aws-mfa-enforcer.',
      },
    ]);
  });

  test('are there whatever the parameters choose, since a user may carry any of them', () => {
    for (const id of Object.keys(GUARDS)) expect(template.Resources[id]).not.toHaveProperty('Condition');
  });

  test('may be changed by these roles without being put back, in the function as in the rule', () => {
    const own = ['RestoreGuardRole', 'ReleaseRole', 'EvaluateUserRole', 'SweepAccountRole', 'ReconcileEventsRole'];
    const arns = own.map((role) => `${role}.Arn`);

    expect(propertiesOf('RestoreDashguardLambdaFunction')['Environment']).toMatchObject({
      Variables: { OWN_ROLES: arns.join(',') },
    });
    expect(propertiesOf('GuardTamperingRule')['EventPattern']).toMatchObject({
      detail: {
        userIdentity: { sessionContext: { sessionIssuer: { arn: [{ exists: false }, { 'anything-but': arns }] } } },
      },
    });
  });
});

describe('the template', () => {
  test.each(['us-east-1', 'cn-north-1', 'us-gov-west-1'])('lets itself be deployed to %s', (region) => {
    expect(refusals(template, { ...HERE, 'AWS::Region': region })).toEqual([]);
  });

  test.each(['eu-west-1', 'us-west-2', 'cn-northwest-1', 'us-gov-east-1'])(
    'refuses %s, where no event arrives',
    (region) => {
      expect(refusals(template, { ...HERE, 'AWS::Region': region })).toMatchObject([
        expect.stringContaining("IAM's events"),
      ]);
    },
  );

  test('says where it belongs when it refuses', () => {
    expect(template.Rules).toMatchObject({
      WhereIamEventsArrive: { Assertions: [{ AssertDescription: expect.stringContaining('us-east-1') as string }] },
    });
  });

  test('asks for a mode and knows two', () => {
    expect(template.Parameters['Mode']).toMatchObject({ AllowedValues: ['observe', 'enforce'] });
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

  test.each(Object.entries(PARAMETERS))('takes for %s what deploy takes, or nothing', (name, { pattern }) => {
    const { AllowedPattern, AllowedValues } = template.Parameters[name] as {
      AllowedPattern?: string;
      AllowedValues?: string[];
    };

    if (AllowedPattern === undefined) for (const value of AllowedValues ?? []) expect(value).toMatch(pattern);
    else expect(AllowedPattern.replace('^$|', '')).toBe(pattern.source.replaceAll('\\/', '/'));
    expect(AllowedPattern ?? AllowedValues).toBeDefined();
  });

  test.each(Object.keys(PARAMETERS).filter((name) => name !== 'Mode'))(
    'has a default for %s that it takes itself',
    (name) => {
      const { Default, AllowedPattern, AllowedValues } = template.Parameters[name] as {
        Default: string;
        AllowedPattern?: string;
        AllowedValues?: string[];
      };

      if (AllowedPattern === undefined) expect(AllowedValues).toContain(Default);
      else expect(Default).toMatch(new RegExp(AllowedPattern));
    },
  );

  test('has no placeholder left that nobody fills in', () => {
    const { Guard, GuardKeysAllowed, GuardEnrolled, ...others } = enforcing.Resources;
    const guards = JSON.stringify([Guard, GuardKeysAllowed, GuardEnrolled]);

    expect(JSON.stringify(others)).not.toContain('${');
    expect(guards.replaceAll('${aws:username}', '')).not.toContain('${');
  });

  test.each(['observe', 'enforce'])('refers in %s to nothing that is not there', (mode) => {
    const known = { ...HERE, Mode: mode, SecurityEmail: 'security@example.com' };

    expect(() => resolveTemplate(template, known)).not.toThrow();
  });

  test('makes nothing wait for what is not there', () => {
    const awaited = Object.values(template.Resources).flatMap(({ DependsOn = [] }) => DependsOn);

    for (const logicalId of awaited) expect(template.Resources).toHaveProperty(logicalId);
  });

  test('makes nothing wait for itself, however many steps about: CloudFormation would refuse it', () => {
    const waiting = waitsOf(template);
    const ready = new Set<string>();
    for (let before = -1; before < ready.size;) {
      before = ready.size;
      for (const [id, awaited] of waiting) if (awaited.every((one) => ready.has(one))) ready.add(id);
    }

    expect([...waiting.keys()].filter((id) => !ready.has(id))).toEqual([]);
  });

  test('tells people and tools where everything is', () => {
    expect(enforcing.Outputs).toMatchObject({
      Mode: { Value: 'enforce' },
      LongTermKeys: { Value: 'deny' },
      GuardArn: { Value: 'Guard' },
      ReleaseRoleArn: { Value: 'ReleaseRole.Arn' },
      SecurityTopicArn: { Value: 'SecurityTopic' },
      OwnersTopicArn: { Value: 'OwnersTopic' },
      UndeliveredEventsUrl: { Value: 'UndeliveredEvents' },
      FailedEventsUrl: { Value: 'FailedEvents' },
      StateTableName: { Value: 'StateTable' },
      EvaluateUserFunction: { Value: 'EvaluateDashuserLambdaFunction' },
      AlertOnRootFunction: { Value: 'AlertDashonDashrootLambdaFunction' },
      SweepAccountFunction: { Value: 'SweepDashaccountLambdaFunction' },
      ReconcileEventsFunction: { Value: 'ReconcileDasheventsLambdaFunction' },
    });
  });
});
