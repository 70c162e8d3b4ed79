import * as v from 'valibot';
import type { OwnRoleEvent } from '../domain/mfa-event.ts';
import { MaybeText, section, Text } from './fields.ts';
import { labelOf } from './parse-record.ts';
import { readFields } from './read-fields.ts';
import { Headline, readWatchedRecord } from './watched-record.ts';

/** The roles of our functions, each with the session that Lambda opens for its function. */
export type OwnSessions = ReadonlyMap<string, string>;

const Envelope = section({
  'detail-type': v.literal('AWS API Call via CloudTrail'),
  source: v.pipe(v.string(), v.startsWith('aws.')),
  account: Text,
  detail: section({
    userIdentity: section({
      arn: MaybeText,
      sessionContext: section({ sessionIssuer: section({ userName: Text }) }),
    }),
    requestParameters: v.fallback(v.nullish(v.record(v.string(), v.unknown())), undefined),
  }),
});

/** Where calls name what they are about. */
const NAMES = ['userName', 'policyArn', 'roleName', 'functionName', 'name', 'tableName', 'topicArn', 'queueUrl'];

/**
 * A call in the name of a role of ours that its own function did not make, failed or not; undefined: it is none. The same
 * as in infrastructure/rules/patterns/own-roles.yml.
 *
 * @throws InvalidEventError for such a call that does not tell what happened when
 */
export function parseOwnRoleCall(envelope: unknown, accountId: string, own: OwnSessions): OwnRoleEvent | undefined {
  const { success, output } = v.safeParse(Envelope, envelope);
  if (!success || output.account !== accountId) return undefined;
  const { arn, sessionContext } = output.detail.userIdentity;
  const role = sessionContext.sessionIssuer.userName;
  const session = own.get(role);
  if (session === undefined || arn?.endsWith(`:sts::${accountId}:assumed-role/${role}/${session}`)) return undefined;

  const record = v.parse(Detail, envelope).detail;
  const label = labelOf(record, 'detail');
  const { eventSource, eventName, errorCode } = readFields(Headline, record, label);
  const { happened } = readWatchedRecord(record, accountId, label);
  const resource = NAMES.map((name) => output.detail.requestParameters?.[name]).find((one) => typeof one === 'string');
  const refused = typeof errorCode === 'string' ? errorCode : undefined;
  return { kind: 'own-role-used', ...happened, service: eventSource, call: eventName, resource, role, refused };
}

/** The record as a whole: what the schema above does not name it leaves out. */
const Detail = v.object({ detail: v.unknown() });
