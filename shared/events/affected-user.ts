import { CallerName, ROOT_USER_NAME, UserName } from './fields.ts';
import { readFields } from './read-fields.ts';
import type { WatchedRecord } from './watched-record.ts';

/** Whom an IAM call is about. Never guessed: it is a name that the record tells. */
export type Affected = { readonly kind: 'root' } | { readonly kind: 'user'; readonly userName: string };

/**
 * A call without `userName` is about the caller. Root is root then, and never stands for the user whom it acts on.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html}
 */
export function affectedBy(record: WatchedRecord): Affected {
  const userName = record.requestParameters?.userName;
  if (userName === ROOT_USER_NAME) return { kind: 'root' };
  if (userName === undefined && record.userIdentity.type === 'Root') return { kind: 'root' };
  if (userName === undefined && record.userIdentity.type === 'IAMUser') {
    return { kind: 'user', userName: callerOf(record) };
  }
  return { kind: 'user', userName: readFields(UserName, userName, record.label, 'requestParameters.userName') };
}

/** The IAM user who acted: the name, or else the end of the ARN, whose path is no part of the name. */
export function callerOf({ userIdentity: { userName, arn }, label }: WatchedRecord): string {
  const absent = userName === undefined || userName === null || userName === '';
  const name = absent ? arn?.match(/^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/)?.[1] : userName;
  return readFields(CallerName, name, label, 'userIdentity.userName');
}
