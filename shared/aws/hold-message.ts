import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '../domain/message.ts';
import { toCanonical } from '../messages/canonical.ts';
import type { Clock, Log } from '../workflow/ports.ts';
import { toSeconds } from './state-table.ts';

const A_MINUTE_MS = 60_000;

/** Where it is counted and kept, and how many publishes of one minute go out by themselves. */
export type Store = {
  readonly table: string;
  readonly queueUrl: string;
  readonly accountId: string;
  readonly messagesAMinute: number;
};

/**
 * SNS suspends an e-mail subscription at ten messages a second. Counts in the state table, one item a minute, so that it
 * holds across functions that run at once; what is too many goes to a queue, in the minute after such a one everything:
 * a storm asks no clock. A table or queue out of reach holds nothing back: a message too many beats one too few.
 * {@link https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html}
 */
export function holdMessage(dynamodb: DynamoDBClient, sqs: SQSClient, store: Store, clock: Clock, log: Log) {
  const add = (minute: number, attribute: 'published' | 'storms', value: number) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: store.table,
        Key: { subject: { S: `${store.accountId}#minute#${minute}` } },
        UpdateExpression: `ADD ${attribute} :value SET expiresAt = :ttl`,
        ExpressionAttributeValues: {
          ':value': { N: String(value) },
          ':ttl': { N: toSeconds((minute + 60) * A_MINUTE_MS) },
        },
        ReturnValues: 'ALL_NEW',
      }),
    );

  const isTooMany = async (publishes: number): Promise<boolean> => {
    const minute = Math.floor(clock.now().getTime() / A_MINUTE_MS);
    const { Attributes } = await add(minute, 'published', publishes);
    const published = Number(Attributes?.['published']?.N);
    const isOver = published > store.messagesAMinute;
    const wasOver = published - publishes > store.messagesAMinute;
    if (isOver && !wasOver) await add(minute + 1, 'storms', 1);
    return isOver || Attributes?.['storms'] !== undefined;
  };

  return async (message: Message, publishes: number): Promise<boolean> => {
    try {
      if (!(await isTooMany(publishes))) return false;
      const MessageBody = toCanonical({ ...message, sections: [] });
      await sqs.send(new SendMessageCommand({ QueueUrl: store.queueUrl, MessageBody }));
      return true;
    } catch (error) {
      log.warn('Could not count or hold a message: it is told by itself', { subject: message.subject, error });
      return false;
    }
  };
}
