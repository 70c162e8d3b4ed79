import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Audience } from '../messages/email.ts';
import { renderEmail } from '../messages/render-email.ts';
import type { Notices } from '../workflow/ports.ts';

/** The ARN of each audience's topic, as far as this function may publish to it. */
export type Topics = Readonly<Partial<Record<Audience, string>>>;

/**
 * One publish per notification, with attributes that subscribers filter by.
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html}
 */
export function topicNotices(sns: SNSClient, topics: Topics): Notices {
  return {
    publish: async (notification) => {
      const { audience, subject, text, severity } = renderEmail(notification);
      const topic = topics[audience];
      if (topic === undefined) throw new TypeError(`No topic for ${audience}: this function does not tell them`);
      await sns.send(
        new PublishCommand({
          TopicArn: topic,
          Subject: subject,
          Message: text,
          MessageAttributes: {
            severity: { DataType: 'String', StringValue: severity },
            accountId: { DataType: 'String', StringValue: notification.account.id },
            kind: { DataType: 'String', StringValue: notification.kind },
          },
        }),
      );
    },
  };
}
