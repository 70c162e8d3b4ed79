import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/**
 * Has the event brought again after so many seconds, 900 at most.
 * {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html}
 */
export function delayEvent(sqs: SQSClient, queueUrl: string): (event: unknown, seconds: number) => Promise<void> {
  return async (event, seconds) => {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event), DelaySeconds: seconds }),
    );
  };
}
