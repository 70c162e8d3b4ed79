import type { Account } from '../account.ts';
import { guardDocument } from '../guard-document.ts';

/** An action that the guard leaves open, and the resource on which the user needs it. */
export type EnrolmentAction = { readonly action: string; readonly resource: string };

/** Without these no device of any kind can be enrolled. */
export const ESSENTIAL: readonly string[] = ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice'];

/**
 * What a user needs to sign in and enrol, as the guard itself lists it: whatever else stands in the way of one of these
 * stands in the way of enrolling. A virtual device may have any name; the user's own is the one that policies spell out.
 */
export function enrolmentActions(
  account: Account,
  user: { userName: string; arn: string },
): readonly EnrolmentAction[] {
  const { Statement } = guardDocument(account.partition);
  const open = Statement.flatMap(({ NotAction = [] }) => NotAction);
  const own = new Set(Statement.flatMap(({ Effect, Action = [] }) => (Effect === 'Deny' ? Action : [])));
  const device = `arn:${account.partition}:iam::${account.id}:mfa/${user.userName}`;
  return open.map((action) => ({
    action,
    resource: own.has(action) ? user.arn : action === 'iam:CreateVirtualMFADevice' ? device : '*',
  }));
}
