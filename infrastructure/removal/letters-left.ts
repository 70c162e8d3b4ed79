import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { idsOf, type StackPart } from './stack-parts.ts';

/** A queue that still holds something, and about how much. */
export type LettersLeft = { readonly queue: string; readonly messages: number | 'unknown' };

/** What goes with the queues of the stack: dead letters that nobody read, messages that nobody was told. */
export async function lettersLeft(parts: readonly StackPart[], sqs: SQSClient): Promise<readonly LettersLeft[]> {
  const all = await Promise.all(idsOf(parts, 'AWS::SQS::Queue').map((QueueUrl) => lettersIn(sqs, QueueUrl)));
  return all.filter(({ messages }) => messages !== 0);
}

async function lettersIn(sqs: SQSClient, QueueUrl: string): Promise<LettersLeft> {
  const queue = QueueUrl.split('/').at(-1) ?? QueueUrl;
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return { queue, messages: Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0) };
  } catch {
    // Denied or gone: what is not known is said to be so, and stops no removal.
    return { queue, messages: 'unknown' };
  }
}

/** A sentence a queue, before anybody says yes. */
export const aboutLetters = ({ queue, messages }: LettersLeft): string =>
  messages === 'unknown'
    ? `Whether anything is left in ${queue} could not be read; it goes with the stack.`
    : `${messages} messages are left in ${queue} and go with the stack: docs/runbook.md tells how to read them.`;
