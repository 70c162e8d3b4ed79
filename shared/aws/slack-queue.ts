import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Delivery } from '../domain/posting.ts';

export type QueueUrls = { readonly messages: string; readonly deadLetters: string };

/** Where postings come from, and where those go that Slack does not take. */
export function slackQueue(sqs: SQSClient, urls: QueueUrls) {
  return {
    /** {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html} */
    delay: async ({ receiptHandle }: Delivery, seconds: number): Promise<void> => {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: urls.messages,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },

    bury: async ({ body }: Delivery, error: string): Promise<void> => {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: urls.deadLetters,
          MessageBody: body,
          MessageAttributes: {
            errorType: { DataType: 'String', StringValue: 'RefusedBySlack' },
            errorText: { DataType: 'String', StringValue: error },
          },
        }),
      );
    },
  };
}
