import * as v from 'valibot';

/** One event that was put off, as its queue brings it: batches of one. {@link https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html} */
const batch = v.object({
  Records: v.tuple([v.object({ eventSource: v.literal('aws:sqs'), body: v.string() })]),
});

/** Whether the event comes from its rule, or once more from the queue where it waited. */
export type CameBy = { readonly event: unknown; readonly kind: 'first' | 'due' };

/** What is in the batch of the queue, or the event as it is. What cannot be read is for the parser to refuse. */
export function comingOf(event: unknown): CameBy {
  const { success, output } = v.safeParse(batch, event);
  return success ? { event: toJson(output.Records[0].body), kind: 'due' } : { event, kind: 'first' };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
