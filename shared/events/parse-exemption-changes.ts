import * as v from 'valibot';
import { EnforcerError } from '../domain/errors.ts';
import type { NumberedChange, StoredExemption } from '../domain/exemption-change.ts';
import { parseExemption } from './parse-exemption.ts';

const image = v.optional(v.record(v.string(), v.unknown()));

/** {@link https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html} */
const batch = v.object({
  Records: v.array(
    v.object({
      eventID: v.string(),
      userIdentity: v.nullish(v.object({ type: v.optional(v.string()), principalId: v.optional(v.string()) })),
      dynamodb: v.object({
        ApproximateCreationDateTime: v.number(),
        SequenceNumber: v.string(),
        Keys: v.object({ userId: v.object({ S: v.string() }) }),
        OldImage: image,
        NewImage: image,
      }),
    }),
  ),
});

/** What invoked the function is no batch of the exemptions' stream. */
export class ExemptionChangesError extends EnforcerError {
  override readonly name = 'ExemptionChangesError';

  constructor(field: string) {
    super(
      `What invoked the function is no batch of the exemptions' stream (see ${field}): let the stream invoke it, nothing else.`,
    );
  }
}

/**
 * What the batch tells, in its order. That DynamoDB removed what had ended long before is left out: its end was told.
 * {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html}
 */
export function parseExemptionChanges(event: unknown): readonly NumberedChange[] {
  const parsed = v.safeParse(batch, event);
  if (!parsed.success) throw new ExemptionChangesError(v.getDotPath(parsed.issues[0]) ?? 'Records');
  return parsed.output.Records.flatMap(({ eventID, userIdentity, dynamodb }) => {
    const at = new Date(dynamodb.ApproximateCreationDateTime * 1000);
    const before = stored(dynamodb.OldImage);
    const after = stored(dynamodb.NewImage);
    const byDynamoDb = userIdentity?.type === 'Service' && userIdentity.principalId === 'dynamodb.amazonaws.com';
    const hadEnded = typeof before === 'object' && before.expiresAt <= at;
    if (byDynamoDb && after === undefined && hadEnded) return [];
    const change = { id: eventID, at, userId: dynamodb.Keys.userId.S, before, after };
    return [{ change, sequenceNumber: dynamodb.SequenceNumber }];
  });
}

const stored = (item: Readonly<Record<string, unknown>> | undefined): StoredExemption =>
  item === undefined ? undefined : (parseExemption(item) ?? 'unreadable');
