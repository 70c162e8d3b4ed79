import type { MfaEvent } from '../domain/mfa-event.ts';
import { affectedBy } from './affected-user.ts';
import { section, Text, UserName } from './fields.ts';
import { irrelevant } from './irrelevant.ts';
import { readFields } from './read-fields.ts';
import type { WatchedRecord } from './watched-record.ts';

/** CreateLoginProfile, UpdateLoginProfile. What they answer is not read: it is null for an update. */
export function parsePasswordSet(record: WatchedRecord): MfaEvent {
  const affected = affectedBy(record);
  if (affected.kind === 'root') return { kind: 'root-password-set', ...record.happened };
  return { kind: 'password-set', ...record.happened, user: userOf(record, affected.userName) };
}

/** DeleteLoginProfile, which matters only where a guard comes off whoever needs none. */
export function parsePasswordRemoved(record: WatchedRecord): MfaEvent {
  const affected = affectedBy(record);
  if (affected.kind === 'root') return irrelevant('root has no password any more, which is as it should be');
  return { kind: 'password-removed', ...record.happened, user: userOf(record, affected.userName) };
}

/** DeactivateMFADevice. DeleteVirtualMFADevice, which follows it, tells a serial number only and is not watched. */
export function parseDeviceRemoved(record: WatchedRecord): MfaEvent {
  const affected = affectedBy(record);
  if (affected.kind === 'root') {
    const serial = record.requestParameters?.serialNumber;
    return {
      kind: 'root-device-removed',
      ...record.happened,
      serial: typeof serial === 'string' ? serial : undefined,
    };
  }
  const user = userOf(record, affected.userName);
  return { kind: 'device-removed', ...record.happened, user, serial: serialOf(record) };
}

/** EnableMFADevice. */
export function parseDeviceAdded(record: WatchedRecord): MfaEvent {
  const affected = affectedBy(record);
  if (affected.kind === 'root') return irrelevant('root has one more MFA device of its own, which is as it should be');
  const user = userOf(record, affected.userName);
  return { kind: 'device-added', ...record.happened, user, serial: serialOf(record) };
}

const Renaming = section({ newUserName: UserName, userName: UserName });

/** UpdateUser. Whoever is renamed is evaluated under the new name: every read of the old one says NoSuchEntity. */
export function parseUserRenamed(record: WatchedRecord): MfaEvent {
  const { requestParameters, label, happened } = record;
  if (requestParameters?.newUserName === undefined)
    return irrelevant('UpdateUser without a new name changes a path only');
  const { newUserName, userName } = readFields(Renaming, requestParameters, label, 'requestParameters');
  return { kind: 'user-renamed', ...happened, user: userOf(record, newUserName), formerName: userName };
}

const userOf = ({ happened: { accountId } }: WatchedRecord, userName: string) => ({ accountId, userName });

const serialOf = ({ requestParameters, label }: WatchedRecord): string =>
  readFields(Text, requestParameters?.serialNumber, label, 'requestParameters.serialNumber');
