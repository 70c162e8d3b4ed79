import { describe, expect, test } from 'vitest';
import { enforcing, observing } from '../packaged-template.ts';
import { allows, statementsOf } from '../policy-statements.ts';

const propertiesOf = (logicalId: string) => enforcing.Resources[logicalId]?.Properties ?? {};
const actionsOf = (logicalId: string) =>
  statementsOf(enforcing, logicalId)
    .flatMap(({ Action }) => Action ?? [])
    .toSorted();

describe('the table of exemptions', () => {
  test('is keyed by the unique id, encrypted, can be restored, and tells each change as it was and is', () => {
    expect(propertiesOf('ExemptionsTable')).toEqual({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'userId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'userId', AttributeType: 'S' }],
      TimeToLiveSpecification: { AttributeName: 'removeAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });

  test.each(['ExemptionsTable', 'ExemptionApprovers'])('%s outlives the stack, and is in nobody’s way then', (id) => {
    expect(enforcing.Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(propertiesOf(id)).not.toHaveProperty('TableName');
    expect(propertiesOf(id)).not.toHaveProperty('ManagedPolicyName');
  });

  test('is the same in observe', () => {
    expect(observing.Resources['ExemptionsTable']).toEqual(enforcing.Resources['ExemptionsTable']);
  });

  test.each(['EvaluateUserRole', 'SweepAccountRole', 'ReconcileEventsRole'])(
    '%s reads it and the copy, and writes into neither but to remember',
    (role) => {
      expect(allows(enforcing, role, 'dynamodb:Scan')).toEqual([{ on: ['ExemptionsTable.Arn'] }]);
      expect(allows(enforcing, role, 'dynamodb:GetItem')).toEqual([{ on: ['StateTable.Arn'] }]);
      for (const action of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']) {
        for (const { on } of allows(enforcing, role, `dynamodb:${action}`)) expect(on).toEqual(['StateTable.Arn']);
      }
    },
  );
});

test('an approver may write exemptions of this table and look up whose a name is, nothing else', () => {
  expect(actionsOf('ExemptionApprovers')).toEqual([
    'cloudformation:DescribeStacks',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Scan',
    'iam:GetUser',
  ]);
  expect(allows(enforcing, 'ExemptionApprovers', 'dynamodb:PutItem')).toEqual([{ on: ['ExemptionsTable.Arn'] }]);
  expect(allows(enforcing, 'ExemptionApprovers', 'cloudformation:DescribeStacks')).toEqual([{ on: ['StackId'] }]);
});

describe('changes', () => {
  test('reach tell-exemption from the first on, and end in a queue of their own', () => {
    expect(propertiesOf('ExemptionChangesMapping')).toEqual({
      EventSourceArn: 'ExemptionsTable.StreamArn',
      FunctionName: 'TellDashexemptionLambdaFunction.Arn',
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: 'UntoldExemptions.Arn' } },
    });
    expect(propertiesOf('UntoldExemptions')).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    expect(propertiesOf('UntoldExemptionsAlarm')).toMatchObject({
      Dimensions: [{ Name: 'QueueName', Value: 'UntoldExemptions.QueueName' }],
      Threshold: 1,
      AlarmActions: ['SecurityTopic'],
    });
  });

  test('are read from the stream and told to security: the function reads no table and nothing of IAM', () => {
    expect(actionsOf('TellExemptionRole')).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'events:PutEvents',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
    for (const action of ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']) {
      expect(allows(enforcing, 'TellExemptionRole', `dynamodb:${action}`)).toEqual([
        { on: ['ExemptionsTable.StreamArn'] },
      ]);
    }
    expect(allows(enforcing, 'TellExemptionRole', 'sqs:SendMessage')).toEqual([{ on: ['UntoldExemptions.Arn'] }]);
  });
});
