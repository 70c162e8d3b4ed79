import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { Subscriptions } from '../domain/findings/finding-context.ts';
import type { Unknown } from '../domain/posture.ts';
import { orUnknown } from './or-unknown.ts';

/**
 * Who hears of what the topics are told: a subscription that was never confirmed hears nothing.
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html}
 */
export function readSubscriptions(
  sns: SNSClient,
  topicArns: readonly string[],
): Promise<readonly Subscriptions[] | Unknown> {
  return orUnknown(Promise.all(topicArns.map((topicArn) => readTopic(sns, topicArn))));
}

async function readTopic(sns: SNSClient, topicArn: string): Promise<Subscriptions> {
  let confirmed = 0;
  let pending = 0;
  for await (const { Subscriptions } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn })) {
    for (const { SubscriptionArn = '' } of Subscriptions ?? []) {
      if (SubscriptionArn.startsWith('arn:')) confirmed += 1;
      else pending += 1;
    }
  }
  return { topicArn, confirmed, pending };
}
