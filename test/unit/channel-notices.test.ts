import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { topicNotices } from '../../shared/aws/publish-notice.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import { passwordSet, rootSignedIn } from '../fakes/some-events.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const TOPICS = { security: 'arn:aws:sns:us-east-1:111111111111:security', owners: 'arn:aws:sns:us-east-1:1:owners' };
const account = { id: '111111111111', partition: 'aws' };
const rootAlert: Notification = { kind: 'root-alert', account, happened: rootSignedIn({ at: AT }) };
const userGuarded: Notification = {
  kind: 'user-guarded',
  account,
  happened: passwordSet('jane.doe', { at: AT }),
  outcome: {
    user: { accountId: '111111111111', userName: 'jane.doe' },
    decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
    at: AT,
    effect: 'applied',
  },
  details: { arn: undefined, owner: undefined },
};
const sns = mockClient(SNSClient);
const topicsTold = () => sns.commandCalls(PublishCommand).map(({ args }) => args[0].input.TopicArn);

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({});
});

test('each notification goes to the topic of those whom it concerns, with attributes to filter by', async () => {
  const notices = topicNotices(new SNSClient({}), TOPICS);

  await notices.publish(rootAlert);
  await notices.publish(userGuarded);

  expect(topicsTold()).toEqual([TOPICS.security, TOPICS.owners]);
  expect(sns.commandCalls(PublishCommand)[1]?.args[0].input.MessageAttributes).toEqual({
    severity: { DataType: 'String', StringValue: 'high' },
    accountId: { DataType: 'String', StringValue: '111111111111' },
    kind: { DataType: 'String', StringValue: 'user-guarded' },
  });
});

test('a publish that SNS refuses is thrown, so that Lambda tries again', async () => {
  sns.on(PublishCommand).rejects(new Error('refused'));

  await expect(topicNotices(new SNSClient({}), TOPICS).publish(rootAlert)).rejects.toThrow('refused');
});

test('a message for whom this function has no topic is thrown, not sent to others', async () => {
  const notices = topicNotices(new SNSClient({}), { security: TOPICS.security });

  await expect(notices.publish(userGuarded)).rejects.toThrow('No topic for owners');
  expect(topicsTold()).toEqual([]);
});
