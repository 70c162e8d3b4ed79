import * as v from 'valibot';
import { EnforcerError } from '../domain/errors.ts';
import type { Delivery } from '../domain/posting.ts';
import { parsePosting } from './parse-posting.ts';

const number = v.pipe(v.string(), v.transform(Number), v.finite());

/** {@link https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html} */
const batch = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      receiptHandle: v.string(),
      body: v.string(),
      attributes: v.object({ ApproximateReceiveCount: number, SentTimestamp: number }),
    }),
  ),
});

/** What invoked the function is no batch of its queue. */
export class DeliveriesError extends EnforcerError {
  override readonly name = 'DeliveriesError';

  constructor(field: string) {
    super(
      `What invoked the function is no batch of SQS (see ${field}): let the queue SlackMessages invoke it, nothing else.`,
    );
  }
}

/** The postings of an SQS batch. Throws DeliveriesError for whatever is none. */
export function parseDeliveries(event: unknown): readonly Delivery[] {
  const parsed = v.safeParse(batch, event);
  if (!parsed.success) throw new DeliveriesError(v.getDotPath(parsed.issues[0]) ?? 'Records');
  return parsed.output.Records.map(({ messageId, receiptHandle, body, attributes }) => ({
    id: messageId,
    receiptHandle,
    receives: attributes.ApproximateReceiveCount,
    sentAt: new Date(attributes.SentTimestamp),
    body,
    posting: parsePosting(body),
  }));
}
