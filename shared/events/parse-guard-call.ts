import type { BoundaryCall, MfaEvent, PolicyCall } from '../domain/mfa-event.ts';
import { GUARD_NAME } from '../domain/guard-name.ts';
import { Text, UserName } from './fields.ts';
import { irrelevant } from './irrelevant.ts';
import { readFields } from './read-fields.ts';
import type { WatchedRecord } from './watched-record.ts';

/** DetachUserPolicy of the guard. Every other policy is its users' own matter. */
export function parseGuardDetached(record: WatchedRecord): MfaEvent {
  if (!isOfGuard(record)) return irrelevant('DetachUserPolicy of another policy than the guard is not watched');
  return { kind: 'guard-detached', ...record.happened, user: userOf(record) };
}

/** PutUserPermissionsBoundary, DeleteUserPermissionsBoundary: whether the user has the guard is for IAM to say. */
export const parseBoundaryChanged =
  (call: BoundaryCall) =>
  (record: WatchedRecord): MfaEvent => ({ kind: 'boundary-changed', ...record.happened, user: userOf(record), call });

/** A version of the guard policy was made, deleted or made the default, or the policy is gone. */
export const parsePolicyChanged =
  (call: PolicyCall) =>
  (record: WatchedRecord): MfaEvent => {
    if (!isOfGuard(record)) return irrelevant(`${call} of another policy than the guard is not watched`);
    return { kind: 'guard-policy-changed', ...record.happened, call, madeDefault: madeDefault(record, call) };
  };

/** By its name, which never changes: another account's policy of that name is not ours. */
function isOfGuard({ requestParameters, happened: { accountId } }: WatchedRecord): boolean {
  const arn = requestParameters?.policyArn;
  return typeof arn === 'string' && arn.endsWith(`:iam::${accountId}:policy/${GUARD_NAME}`);
}

function madeDefault(record: WatchedRecord, call: PolicyCall): string | undefined {
  const { requestParameters, responseElements, label } = record;
  if (call === 'SetDefaultPolicyVersion') {
    return readFields(Text, requestParameters?.versionId, label, 'requestParameters.versionId');
  }
  if (call !== 'CreatePolicyVersion' || !isTrue(requestParameters?.setAsDefault)) return undefined;
  return readFields(Text, responseElements.policyVersion?.versionId, label, 'responseElements.policyVersion.versionId');
}

/** CloudTrail writes booleans as text here and there. */
const isTrue = (told: unknown) => told === true || told === 'true';

function userOf({ requestParameters, label, happened: { accountId } }: WatchedRecord) {
  const userName = readFields(UserName, requestParameters?.userName, label, 'requestParameters.userName');
  return { accountId, userName };
}
