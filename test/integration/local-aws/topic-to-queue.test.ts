import { PublishCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { createStack } from './stack.ts';

const arnOf = (resource: string) => ({ 'Fn::GetAtt': [resource, 'Arn'] });
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const fromTopic = { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } };
const SNS = { Service: 'sns.amazonaws.com' };

function key(...others: readonly object[]) {
  const root = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };
  const letIamDecide = { Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' };
  return { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(letIamDecide, ...others) } };
}

function queue(properties: object = {}) {
  return { Type: 'AWS::SQS::Queue', Properties: properties };
}

function queuePolicy(name: string, condition: object = fromTopic) {
  const statement = { Effect: 'Allow', Principal: SNS, Action: 'sqs:SendMessage', Resource: arnOf(name) };
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: name }], PolicyDocument: policy({ ...statement, Condition: condition }) },
  };
}

function subscription(name: string, properties: object = {}) {
  return {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf(name), ...properties },
  };
}

const TEMPLATE = {
  Resources: {
    TopicKey: key(),
    SnsKey: key({
      Effect: 'Allow',
      Principal: SNS,
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Resource: '*',
      Condition: fromTopic,
    }),
    ClosedKey: key(),
    Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'TopicKey' } } },
    Raw: queue(),
    RawPolicy: queuePolicy('Raw'),
    RawSubscription: subscription('Raw', { RawMessageDelivery: true, FilterPolicy: { channel: ['chat'] } }),
    Wrapped: queue(),
    WrappedPolicy: queuePolicy('Wrapped'),
    WrappedSubscription: subscription('Wrapped', {
      FilterPolicy: { severity: [{ 'anything-but': ['low'] }], audience: [{ exists: true }] },
    }),
    Foreign: queue(),
    ForeignPolicy: queuePolicy('Foreign', { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:1:another' } }),
    ForeignSubscription: subscription('Foreign', {
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf('Undelivered') },
    }),
    Undelivered: queue(),
    UndeliveredPolicy: queuePolicy('Undelivered'),
    Encrypted: queue({ KmsMasterKeyId: { Ref: 'SnsKey' } }),
    EncryptedPolicy: queuePolicy('Encrypted'),
    EncryptedSubscription: subscription('Encrypted', { RawMessageDelivery: true }),
    Closed: queue({ KmsMasterKeyId: { Ref: 'ClosedKey' } }),
    ClosedPolicy: queuePolicy('Closed'),
    ClosedSubscription: subscription('Closed', { RawMessageDelivery: true }),
  },
  Outputs: Object.fromEntries(
    ['Topic', 'Raw', 'Wrapped', 'Foreign', 'Undelivered', 'Encrypted', 'Closed'].map((name) => [
      name,
      { Value: { Ref: name } },
    ]),
  ),
};

let aws: LocalAws;
let root: Clients;
let outputs: Record<string, string>;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  const created = await createStack(root.cloudFormation, 'fan-out', TEMPLATE);
  expect(created.status, created.reason).toBe('CREATE_COMPLETE');
  outputs = created.outputs;
});
afterAll(() => aws.stop());

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

async function publish(message: object, attributes: Record<string, string> = {}): Promise<void> {
  await root.sns.send(
    new PublishCommand({
      TopicArn: outputs['Topic'],
      MessageStructure: 'json',
      Message: JSON.stringify(message),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, attribute(value)]),
      ),
    }),
  );
}

/** Takes what is in the queue out of it. */
async function taken(name: string) {
  const QueueUrl = outputs[name];
  const { Messages = [] } = await root.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  for (const { ReceiptHandle } of Messages) {
    await root.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages;
}

test('a raw message is the text for queues, with the attributes of the message', async () => {
  await publish({ default: 'short', sqs: '{"version":1}' }, { channel: 'chat', severity: 'high' });

  const [message] = await taken('Raw');
  expect(message).toMatchObject({
    Body: '{"version":1}',
    MessageAttributes: { channel: attribute('chat'), severity: attribute('high') },
  });
});

test('a queue without a text of its own gets the default', async () => {
  await publish({ default: 'short', email: 'Dear colleague' }, { channel: 'chat' });

  const [message] = await taken('Raw');
  expect(message!.Body).toBe('short');
});

test('a message that is not raw is wrapped, and carries its attributes inside', async () => {
  await publish({ default: 'short' }, { severity: 'high', audience: 'owners' });

  const [message] = await taken('Wrapped');
  expect(message!.MessageAttributes).toBeUndefined();
  expect(JSON.parse(message!.Body!)).toMatchObject({
    Type: 'Notification',
    TopicArn: outputs['Topic'],
    Message: 'short',
    MessageAttributes: { severity: { Type: 'String', Value: 'high' } },
  });
});

test.each([
  [{}, [0, 0]],
  [{ channel: 'mail' }, [0, 0]],
  [{ channel: 'chat', severity: 'low', audience: 'owners' }, [1, 0]],
  [{ severity: 'high', audience: 'owners' }, [0, 1]],
  [{ severity: 'high' }, [0, 0]],
])('a message with the attributes %o reaches whose filter lets it through', async (attributes, expected) => {
  await taken('Raw');
  await taken('Wrapped');

  await publish({ default: 'short' }, attributes);

  expect([(await taken('Raw')).length, (await taken('Wrapped')).length]).toEqual(expected);
});

test('a queue that lets in another topic only gets nothing: its dead letters do', async () => {
  await taken('Undelivered');

  await publish({ default: 'short' });

  expect(await taken('Foreign')).toEqual([]);
  expect(await taken('Undelivered')).toMatchObject([{ Body: 'short' }]);
});

test('an encrypted queue gets messages only if its key lets SNS use it', async () => {
  await taken('Encrypted');

  await publish({ default: 'short' });

  expect(await taken('Encrypted')).toMatchObject([{ Body: 'short' }]);
  expect(await taken('Closed')).toEqual([]);
});
