import type { Patch } from '../patch.ts';

/** What the stack keeps, encrypts and reports. */
export const stack: readonly Patch[] = [
  {
    name: 'target-without-dead-letters',
    why: 'What EventBridge cannot deliver is lost.',
    file: 'infrastructure/rules/user-credentials.yml',
    from: 'DeadLetterConfig: { Arn: !GetAtt UndeliveredEvents.Arn }',
    to: '',
    tests: ['unit/template'],
  },
  {
    name: 'queue-refuses-a-rule',
    why: 'The dead-letter queue does not take the events of one rule.',
    file: 'infrastructure/queues.yml',
    from: '                  - !GetAtt RootPasswordRule.Arn\n',
    to: '',
    tests: ['unit/template'],
  },
  {
    name: 'rule-may-not-invoke',
    why: 'The function does not let the rule in: every event of it is undelivered.',
    file: 'infrastructure/rules/root-sign-in.yml',
    from: 'SourceArn: !GetAtt RootSignInRule.Arn',
    to: 'SourceArn: !GetAtt RootPasswordRule.Arn',
    tests: ['unit/template'],
  },
  {
    name: 'rule-is-off',
    why: 'A rule is deployed and disabled.',
    file: 'infrastructure/rules/user-sign-in.yml',
    from: 'State: ENABLED',
    to: 'State: DISABLED',
    tests: ['unit/template'],
  },
  {
    name: 'failed-events-forgotten',
    why: 'What a function could not finish goes nowhere.',
    file: 'infrastructure/retries.yml',
    from: `      FunctionName: !Ref EvaluateDashuserLambdaFunction
      Qualifier: $LATEST
      MaximumRetryAttempts: 2
      MaximumEventAgeInSeconds: 3600
      DestinationConfig:
        OnFailure: { Destination: !GetAtt FailedEvents.Arn }`,
    to: `      FunctionName: !Ref EvaluateDashuserLambdaFunction
      Qualifier: $LATEST
      MaximumRetryAttempts: 2
      MaximumEventAgeInSeconds: 3600`,
    tests: ['unit/template'],
  },
  {
    name: 'alarm-watches-another-queue',
    why: 'Nobody hears of failed events.',
    file: 'infrastructure/alarms.yml',
    from: '!GetAtt FailedEvents.QueueName',
    to: '!GetAtt UndeliveredEvents.QueueName',
    tests: ['unit/template'],
  },
  {
    name: 'logs-for-ever',
    why: 'The logs are never deleted.',
    file: 'serverless.yml',
    from: '  logRetentionInDays: 365\n',
    to: '',
    tests: ['unit/template'],
  },
  {
    name: 'topic-unencrypted',
    why: 'Messages about users lie unencrypted in a topic.',
    file: 'infrastructure/topics.yml',
    from: '  SecurityTopic:\n    Type: AWS::SNS::Topic\n    Properties:\n      KmsMasterKeyId: !Ref TopicKey\n',
    to: '  SecurityTopic:\n    Type: AWS::SNS::Topic\n',
    tests: ['unit/template'],
  },
  {
    name: 'plain-http-allowed',
    why: 'A topic takes messages over plain http.',
    file: 'infrastructure/topics.yml',
    from: "            Resource: !Ref OwnersTopic\n            Condition:\n              Bool: { aws:SecureTransport: 'false' }",
    to: "            Resource: !Ref OwnersTopic\n            Condition:\n              Bool: { aws:SecureTransport: 'true' }",
    tests: ['unit/template'],
  },
  {
    name: 'table-unrecoverable',
    why: 'The memory of what was told cannot be brought back.',
    file: 'infrastructure/state-table.yml',
    from: 'PointInTimeRecoveryEnabled: true',
    to: 'PointInTimeRecoveryEnabled: false',
    tests: ['unit/template'],
  },
  {
    name: 'any-region',
    why: 'Where no IAM event arrives, the stack deploys and looks healthy for ever.',
    file: 'infrastructure/template-rules.yml',
    from: '[[us-east-1, cn-north-1, us-gov-west-1], !Ref AWS::Region]',
    to: '[[us-east-1, cn-north-1, us-gov-west-1, eu-west-1], !Ref AWS::Region]',
    tests: ['unit/template'],
  },
];
