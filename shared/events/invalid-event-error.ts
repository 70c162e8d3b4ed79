import { EnforcerError } from '../domain/errors.ts';
import { clip } from './clip.ts';
import { expectationOf } from './expectations.ts';

/** Where a record stands, and how it calls itself as far as it does. */
export type RecordLabel = {
  /** `detail` in an EventBridge event, `record` where it stands alone. */
  readonly within: string;
  readonly eventName?: string | undefined;
  readonly eventId?: string | undefined;
};

/**
 * A watched event that cannot be understood. It is thrown, not ignored: the dead-letter queue keeps the event, so that
 * nobody who should be guarded is lost for a field. The value itself is not repeated, it is text from outside.
 */
export class InvalidEventError extends EnforcerError {
  override readonly name = 'InvalidEventError';
  /** The dotted path, such as `detail.requestParameters.userName`. */
  readonly field: string;

  constructor(field: string, { eventName, eventId }: Omit<RecordLabel, 'within'> = {}) {
    const event = eventName === undefined ? 'the event' : `the event ${clip(eventName)}`;
    const id = eventId === undefined ? '' : ` (eventID ${clip(eventId)})`;
    super(
      `${field} of ${event}${id} must be ${expectationOf(field)}: ` +
        `compare the event with the samples in events/README.md, then correct and redrive it from the dead-letter queue.`,
    );
    this.field = field;
  }
}
