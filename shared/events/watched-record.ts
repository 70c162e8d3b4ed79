import * as v from 'valibot';
import type { RootEvent } from '../domain/mfa-event.ts';
import { MaybeText, section, Text, UtcTime } from './fields.ts';
import type { RecordLabel } from './invalid-event-error.ts';
import { readFields } from './read-fields.ts';

const Anything = v.optional(v.unknown());

/** What tells whether a record is watched at all; read first, so that nothing else is asked of the others. */
export const Headline = section({ eventSource: Text, eventName: Text, errorCode: Anything });

/** What every watched record must tell, and its sections, which each event reads for itself. */
const Body = section({
  eventID: Text,
  eventTime: UtcTime,
  sourceIPAddress: MaybeText,
  userAgent: MaybeText,
  userIdentity: section({
    type: Text,
    arn: MaybeText,
    // AWS writes absent names as "" and null too.
    userName: Anything,
    sessionContext: v.fallback(
      v.optional(
        section({ assumedRoot: Anything, sessionIssuer: v.fallback(v.optional(section({ arn: MaybeText })), {}) }),
      ),
      undefined,
    ),
  }),
  requestParameters: v.nullish(
    section({
      userName: Anything,
      newUserName: Anything,
      serialNumber: Anything,
      policyArn: Anything,
      policyName: Anything,
      versionId: Anything,
      setAsDefault: Anything,
    }),
  ),
  responseElements: v.fallback(
    section({
      ConsoleLogin: Anything,
      PasswordUpdated: Anything,
      PasswordRecoveryCompleted: Anything,
      policyVersion: v.fallback(v.optional(section({ versionId: Anything })), undefined),
    }),
    {},
  ),
  additionalEventData: v.fallback(section({ MFAUsed: Anything }), {}),
});

/** A record that is watched and tells all that every event needs. */
export type WatchedRecord = v.InferOutput<typeof Body> & {
  readonly label: RecordLabel;
  /** What all events have in common. */
  readonly happened: Pick<RootEvent, 'accountId' | 'actor' | 'at' | 'eventId'>;
};

export function readWatchedRecord(record: unknown, accountId: string, label: RecordLabel): WatchedRecord {
  const body = readFields(Body, record, label);
  const { type, arn } = body.userIdentity;
  const sessionIssuer = body.userIdentity.sessionContext?.sessionIssuer?.arn;
  const session = sessionIssuer === undefined ? {} : { sessionIssuer };
  const actor = { type, arn, ...session, sourceAddress: body.sourceIPAddress, userAgent: body.userAgent };
  return { ...body, label, happened: { accountId, actor, at: body.eventTime, eventId: body.eventID } };
}
