import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { publishMessage } from '../../shared/aws/publish-message.ts';
import { parseMessage } from '../../shared/events/parse-message.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { rootSignedIn } from '../fakes/some-events.ts';

const TOPICS = { security: 'arn:aws:sns:us-east-1:111111111111:security' };
const message = toMessage({
  kind: 'root-alert',
  account: { id: '111111111111', partition: 'aws', name: 'production' },
  happened: rootSignedIn({ at: new Date('2026-11-24T12:00:00Z') }),
});
const sns = mockClient(SNSClient);
const input = () => sns.commandCalls(PublishCommand)[0]!.args[0].input;
const publish = publishMessage(new SNSClient({}), TOPICS);

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({});
});

test('one publish carries a text for each kind of subscriber, and attributes to filter by', async () => {
  await publish(message, 'security');

  const texts = JSON.parse(input().Message ?? '') as Record<string, string>;
  expect(sns.commandCalls(PublishCommand)).toHaveLength(1);
  expect(input()).toMatchObject({ TopicArn: TOPICS.security, MessageStructure: 'json', Subject: message.subject });
  expect(Object.keys(texts)).toEqual(['default', 'email', 'https']);
  expect(texts['email']).toContain('The root user signed in to the console without MFA.');
  expect(input().MessageAttributes).toEqual({
    severity: { DataType: 'String', StringValue: 'critical' },
    accountId: { DataType: 'String', StringValue: '111111111111' },
    kind: { DataType: 'String', StringValue: 'root-alert' },
  });
});

test('machines get the whole message as JSON, and read the same out of it again', async () => {
  await publish(message, 'security');

  const texts = JSON.parse(input().Message ?? '') as Record<string, string>;
  expect(parseMessage(texts['default'] ?? '')).toEqual(message);
});

test.each(['no JSON', '{}', '{"schemaVersion":2}', '[]'])(
  'what is no message of ours is not taken for one: %s',
  (text) => {
    expect(parseMessage(text)).toBeUndefined();
  },
);

test('a publish that SNS refuses is thrown, so that Lambda tries again', async () => {
  sns.on(PublishCommand).rejects(new Error('refused'));

  await expect(publish(message, 'security')).rejects.toThrow('refused');
});

test('a message for whom this function has no topic is thrown, not sent to others', async () => {
  await expect(publish(message, 'owners')).rejects.toThrow('No topic for owners');
  expect(sns.commandCalls(PublishCommand)).toEqual([]);
});
