import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { Subscriptions } from '../domain/findings/finding-context.ts';
import type { Audience } from '../domain/message.ts';
import type { Unknown } from '../domain/posture.ts';
import { orUnknown } from './or-unknown.ts';

/**
 * Who hears of what the topics are told. A subscription that was never confirmed (`PendingConfirmation` in place of its
 * ARN) hears nothing; one that was taken off is listed as `Deleted` for some days.
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html}
 */
export function readSubscriptions(
  sns: SNSClient,
  topics: Readonly<Record<Audience, string>>,
): Promise<readonly Subscriptions[] | Unknown> {
  return orUnknown(Promise.all([readTopic(sns, 'security', topics.security), readTopic(sns, 'owners', topics.owners)]));
}

async function readTopic(sns: SNSClient, audience: Audience, topicArn: string): Promise<Subscriptions> {
  let confirmed = 0;
  let pending = 0;
  let deleted = 0;
  for await (const { Subscriptions } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn })) {
    for (const { SubscriptionArn = '' } of Subscriptions ?? []) {
      if (SubscriptionArn.startsWith('arn:')) confirmed += 1;
      else if (SubscriptionArn === 'Deleted') deleted += 1;
      else pending += 1;
    }
  }
  return { topicArn, audience, confirmed, pending, deleted };
}
