import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DomainEvent } from '../domain/domain-event.ts';
import { EnforcerError } from '../domain/errors.ts';
import type { Notification } from '../domain/notification.ts';
import { toDomainEvents } from '../messages/to-domain-events.ts';

/** What rules on our events match, and what the role is narrowed to. No rule of ours has it. */
export const SOURCE = 'mfa-enforcer';

/** Of one call. {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html} */
const ENTRIES = 10;

/** 256 KB, less room for what the envelopes of ten entries add. */
const CALL_BYTES = 256 * 1024 - 2_048;

/** EventBridge took the call, and not all of its entries, twice. */
export class EventsNotEmittedError extends EnforcerError {
  override readonly name = 'EventsNotEmittedError';

  constructor(codes: readonly string[], of: number, busArn: string) {
    super(
      `${codes.length} of ${of} events did not get onto the bus ${busArn} (${[...new Set(codes)].join(', ')}): check ` +
        `that it exists and that its policy lets this account put events, then redrive the dead-letter queue.`,
    );
  }
}

/**
 * Puts a notification's events onto the bus. An entry that EventBridge did not take is tried once more by itself.
 * At least once: a retry of the whole puts what was taken before again, under the same `eventId`.
 * {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html}
 */
export function emitEvents(client: EventBridgeClient, busArn: string): (notification: Notification) => Promise<void> {
  return async (notification) => {
    const entries = toDomainEvents(notification).map((event) => toEntry(event, busArn));
    const failed: PutEventsRequestEntry[] = [];
    for (const batch of batchesOf(entries)) failed.push(...(await put(client, batch)).map(({ entry }) => entry));
    const codes: string[] = [];
    for (const entry of failed) codes.push(...(await put(client, [entry])).map(({ code }) => code));
    if (codes.length > 0) throw new EventsNotEmittedError(codes, entries.length, busArn);
  };
}

const toEntry = ({ detailType, detail }: DomainEvent, busArn: string): PutEventsRequestEntry => ({
  EventBusName: busArn,
  Source: SOURCE,
  DetailType: detailType,
  Detail: JSON.stringify(detail),
});

/** Which entries were not taken, and why. Only an id says that one was. */
async function put(client: EventBridgeClient, batch: readonly PutEventsRequestEntry[]) {
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [...batch] }));
  return batch.flatMap((entry, i) =>
    Entries[i]?.EventId === undefined ? [{ entry, code: Entries[i]?.ErrorCode ?? 'NoAnswer' }] : [],
  );
}

/** As few calls as the limits allow. */
function batchesOf(entries: readonly PutEventsRequestEntry[]): readonly (readonly PutEventsRequestEntry[])[] {
  const batches: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const last = batches.at(-1);
    if (last === undefined || last.length === ENTRIES || bytes + size > CALL_BYTES) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}

/** {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html} */
const sizeOf = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry) =>
  new TextEncoder().encode(Source + DetailType + Detail).length;
