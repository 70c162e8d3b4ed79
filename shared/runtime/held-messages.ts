import * as v from 'valibot';
import { EnforcerError } from '../domain/errors.ts';
import type { Message } from '../domain/message.ts';
import { parseMessage } from '../events/parse-message.ts';

const batch = v.object({ Records: v.array(v.object({ messageId: v.string(), body: v.string() })) });

/** What invoked the function is no batch of its queue. */
export class HeldMessagesError extends EnforcerError {
  override readonly name = 'HeldMessagesError';

  constructor() {
    super('What invoked the function is no batch of SQS: it is invoked by the queue HeldMessages and nothing else.');
  }
}

export type HeldMessages = {
  readonly held: readonly Message[];
  /** What is no message of this service stays in the queue and goes to its dead letters; the others are told. */
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
};

/** The messages of an SQS batch. {@link https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html} */
export function heldMessagesIn(event: unknown): HeldMessages {
  const { success, output } = v.safeParse(batch, event);
  if (!success) throw new HeldMessagesError();
  const read = output.Records.map(({ messageId, body }) => ({ messageId, message: parseMessage(body) }));
  return {
    held: read.flatMap(({ message }) => (message === undefined ? [] : [message])),
    batchItemFailures: read.flatMap(({ messageId, message }) =>
      message === undefined ? [{ itemIdentifier: messageId }] : [],
    ),
  };
}
