import type { MfaEvent } from '../domain/mfa-event.ts';
import { clip } from './clip.ts';
import type { RecordLabel } from './invalid-event-error.ts';
import { irrelevant } from './irrelevant.ts';
import {
  parseDeviceAdded,
  parseDeviceRemoved,
  parsePasswordRemoved,
  parsePasswordSet,
  parseUserRenamed,
} from './parse-iam-call.ts';
import {
  parseBoundaryChanged,
  parseGuardDetached,
  parseInlineGuardChanged,
  parsePolicyChanged,
} from './parse-guard-call.ts';
import { parseMachineChange } from './parse-machine-change.ts';
import { parseConsoleLogin, parseRootPassword } from './parse-sign-in.ts';
import { readFields } from './read-fields.ts';
import { Headline, readWatchedRecord, type WatchedRecord } from './watched-record.ts';

type Parser = (record: WatchedRecord) => MfaEvent;

/** A map, not an object: an event named `constructor` finds nothing here. */
const WATCHED: ReadonlyMap<string, ReadonlyMap<string, Parser>> = new Map([
  [
    'iam.amazonaws.com',
    new Map<string, Parser>([
      ['CreateLoginProfile', parsePasswordSet],
      ['UpdateLoginProfile', parsePasswordSet],
      ['DeleteLoginProfile', parsePasswordRemoved],
      ['DeactivateMFADevice', parseDeviceRemoved],
      ['EnableMFADevice', parseDeviceAdded],
      ['UpdateUser', parseUserRenamed],
      ['DetachUserPolicy', parseGuardDetached],
      ['DeleteUserPolicy', parseInlineGuardChanged('DeleteUserPolicy')],
      ['PutUserPolicy', parseInlineGuardChanged('PutUserPolicy')],
      ['CreatePolicyVersion', parsePolicyChanged('CreatePolicyVersion')],
      ['SetDefaultPolicyVersion', parsePolicyChanged('SetDefaultPolicyVersion')],
      ['DeletePolicyVersion', parsePolicyChanged('DeletePolicyVersion')],
      ['DeletePolicy', parsePolicyChanged('DeletePolicy')],
      ['PutUserPermissionsBoundary', parseBoundaryChanged('PutUserPermissionsBoundary')],
      ['DeleteUserPermissionsBoundary', parseBoundaryChanged('DeleteUserPermissionsBoundary')],
    ]),
  ],
  [
    'signin.amazonaws.com',
    new Map<string, Parser>([
      ['ConsoleLogin', parseConsoleLogin],
      ['PasswordUpdated', parseRootPassword('PasswordUpdated')],
      ['PasswordRecoveryCompleted', parseRootPassword('PasswordRecoveryCompleted')],
    ]),
  ],
]);

/**
 * What a CloudTrail record means: a domain event, or `irrelevant` and why.
 *
 * @param accountId the account whose trail or event history the record comes from: many records do not tell
 * @param within what the record is called in the fields of errors
 * @throws InvalidEventError for a watched record that cannot be understood, and nothing else
 */
export function parseRecord(record: unknown, accountId: string, within = 'record'): MfaEvent {
  const label = labelOf(record, within);
  const { eventSource, eventName, errorCode } = readFields(Headline, record, label);
  const parse = WATCHED.get(eventSource)?.get(eventName) ?? parseMachineChange(eventSource, eventName, record);
  if (parse === undefined) return irrelevant(`${clip(eventName)} of ${clip(eventSource)} is not watched`);
  if (errorCode !== undefined && errorCode !== null) return irrelevant(`${eventName} failed and changed nothing`);
  return parse(readWatchedRecord(record, accountId, label));
}

/** Read before anything is checked, so that an error can say which event it was. */
export function labelOf(record: unknown, within: string): RecordLabel {
  if (typeof record !== 'object' || record === null) return { within };
  const eventName = 'eventName' in record && typeof record.eventName === 'string' ? record.eventName : undefined;
  const eventId = 'eventID' in record && typeof record.eventID === 'string' ? record.eventID : undefined;
  return { within, eventName, eventId };
}
