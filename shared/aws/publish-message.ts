import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Audience, Message } from '../domain/message.ts';
import { toPublication } from '../messages/to-publication.ts';

/** The ARN of each audience's topic, as far as this function may publish to it. */
export type Topics = Readonly<Partial<Record<Audience, string>>>;

export type PublishMessage = (message: Message, audience: Audience) => Promise<void>;

/**
 * One publish with a text for each protocol, and attributes that subscribers filter by.
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html}
 */
export function publishMessage(sns: SNSClient, topics: Topics): PublishMessage {
  return async (message, audience) => {
    const topic = topics[audience];
    if (topic === undefined) throw new TypeError(`No topic for ${audience}: this function does not tell them`);
    const { subject, texts, attributes } = toPublication(message, audience);
    await sns.send(
      new PublishCommand({
        TopicArn: topic,
        Subject: subject,
        MessageStructure: 'json',
        Message: texts,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      }),
    );
  };
}
