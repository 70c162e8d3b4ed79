import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { createStack } from './stack.ts';

const ACCOUNT_ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});
beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

/** A queue with an alarm that tells a topic under a key, which lets CloudWatch use it or not. */
async function deploy({ mayUseKey = true, evaluationPeriods = 1 } = {}) {
  const principals = [{ AWS: ACCOUNT_ROOT }, ...(mayUseKey ? [{ Service: 'cloudwatch.amazonaws.com' }] : [])];
  const { status, reason, outputs } = await createStack(root.cloudFormation, 'alarms', {
    Resources: {
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' })),
          },
        },
      },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          KmsMasterKeyId: { Ref: 'Key' },
          Subscription: [{ Protocol: 'email', Endpoint: 'security@example.com' }],
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      Other: { Type: 'AWS::SQS::Queue', Properties: {} },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
          Statistic: 'Maximum',
          Period: 60,
          EvaluationPeriods: evaluationPeriods,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          TreatMissingData: 'notBreaching',
          AlarmActions: [{ Ref: 'Topic' }],
        },
      },
    },
    Outputs: { Queue: { Value: { Ref: 'Queue' } }, Other: { Value: { Ref: 'Other' } } },
  });
  expect(status, reason).toBe('CREATE_COMPLETE');
  return outputs;
}

const send = (QueueUrl: string | undefined) =>
  root.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'undelivered' }));

/** The state of the alarm and the subjects of the mails, once it is evaluated. */
async function evaluated(): Promise<[string | undefined, (string | null)[]]> {
  const [alarm] = await aws.doors.alarms();
  return [alarm?.state, (await aws.doors.mail()).map(({ subject }) => subject?.split(':')[0] ?? null)];
}

test('an alarm tells of a message in its own queue, once, and is over when the queue is empty', async () => {
  const { Queue, Other } = await deploy();

  await send(Other);
  const other = await evaluated();
  await send(Queue);
  const own = [await evaluated(), await evaluated()];
  const { Messages } = await root.sqs.send(new ReceiveMessageCommand({ QueueUrl: Queue }));
  await root.sqs.send(new DeleteMessageCommand({ QueueUrl: Queue, ReceiptHandle: Messages![0]!.ReceiptHandle }));
  await aws.doors.advanceClock(61);

  expect(other).toEqual(['OK', []]);
  expect(own).toEqual([
    ['ALARM', ['ALARM']],
    ['ALARM', ['ALARM']],
  ]);
  expect(await evaluated()).toEqual(['OK', ['ALARM']]);
});

test('an alarm over several periods waits for all of them', async () => {
  const { Queue } = await deploy({ evaluationPeriods: 2 });

  await send(Queue);
  const first = await evaluated();
  await aws.doors.advanceClock(60);

  expect([first[0], (await evaluated())[0]]).toEqual(['OK', 'ALARM']);
});

test('an alarm tells nobody when it may not use the key of the topic', async () => {
  const { Queue } = await deploy({ mayUseKey: false });

  await send(Queue);

  expect(await evaluated()).toEqual(['ALARM', []]);
});
