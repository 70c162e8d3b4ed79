import { GUARD_KINDS, GUARD_NAME, GUARD_NAMES, type GuardKind } from '../domain/guard-name.ts';
import type { BoundaryCall, InlineCall, MfaEvent, PolicyCall } from '../domain/mfa-event.ts';
import { Text, UserName } from './fields.ts';
import { irrelevant } from './irrelevant.ts';
import { readFields } from './read-fields.ts';
import type { WatchedRecord } from './watched-record.ts';

/** DetachUserPolicy of a guard. Every other policy is its users' own matter. */
export function parseGuardDetached(record: WatchedRecord): MfaEvent {
  const guard = guardOf(record);
  if (guard === undefined) return irrelevant('DetachUserPolicy of another policy than a guard is not watched');
  return { kind: 'guard-detached', ...record.happened, user: userOf(record), call: 'DetachUserPolicy', guard };
}

/** PutUserPolicy, DeleteUserPolicy of the name under which a guard stands inline: whatever it says, IAM is asked. */
export const parseInlineGuardChanged =
  (call: InlineCall) =>
  (record: WatchedRecord): MfaEvent => {
    const { requestParameters, happened } = record;
    if (requestParameters?.policyName !== GUARD_NAME) {
      return irrelevant(`${call} of another policy than a guard is not watched`);
    }
    return { kind: 'guard-detached', ...happened, user: userOf(record), call, guard: 'inline' };
  };

/** PutUserPermissionsBoundary, DeleteUserPermissionsBoundary: whether the user has the guard is for IAM to say. */
export const parseBoundaryChanged =
  (call: BoundaryCall) =>
  (record: WatchedRecord): MfaEvent => ({ kind: 'boundary-changed', ...record.happened, user: userOf(record), call });

/** A version of a guard policy was made, deleted or made the default, or the policy is gone. */
export const parsePolicyChanged =
  (call: PolicyCall) =>
  (record: WatchedRecord): MfaEvent => {
    const guard = guardOf(record);
    if (guard === undefined) return irrelevant(`${call} of another policy than a guard is not watched`);
    return { kind: 'guard-policy-changed', ...record.happened, call, guard, madeDefault: madeDefault(record, call) };
  };

/** By their names, which never change: another account's policy of such a name is not ours. */
function guardOf({ requestParameters, happened: { accountId } }: WatchedRecord): GuardKind | undefined {
  const arn = requestParameters?.policyArn;
  if (typeof arn !== 'string') return undefined;
  return GUARD_KINDS.find((kind) => arn.endsWith(`:iam::${accountId}:policy/${GUARD_NAMES[kind]}`));
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
