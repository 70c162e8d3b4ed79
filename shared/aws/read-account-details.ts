import {
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  paginateGetAccountAuthorizationDetails,
  type PolicyDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { GUARD_NAME } from '../domain/guard-name.ts';
import type { AccountDetails, AccountGroup, AccountPolicy, AccountUser } from '../domain/inventory.ts';

/** Asked for; IAM may give fewer. */
const PAGE = 1_000;

/**
 * Users, groups and policies of the account, live, all pages in order. Documents come URL-encoded.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html}
 */
export async function readAccountDetails(iam: IAMClient): Promise<AccountDetails> {
  const users: AccountUser[] = [];
  const groups: AccountGroup[] = [];
  const policies: AccountPolicy[] = [];
  const pages = paginateGetAccountAuthorizationDetails(
    { client: iam, pageSize: PAGE },
    { Filter: ['User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
  );
  for await (const page of pages) {
    users.push(...(page.UserDetailList ?? []).map(toUser));
    groups.push(...(page.GroupDetailList ?? []).map(toGroup));
    policies.push(...(page.Policies ?? []).flatMap(toPolicy));
  }
  return { kind: 'details', users, groups, policies };
}

/** A user as the list has it. */
export function toUser(user: UserDetail): AccountUser {
  return {
    userName: named(user.UserName, 'user'),
    arn: named(user.Arn, 'user'),
    userId: user.UserId ?? '',
    createdAt: user.CreateDate,
    groups: user.GroupList ?? [],
    attachedPolicies: (user.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    inlinePolicies: (user.UserPolicyList ?? []).filter((policy) => !isGuard(policy)).map(toDocument),
    inlineGuard: (user.UserPolicyList ?? []).filter(isGuard).map(toDocument)[0],
    boundary: user.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: Object.fromEntries((user.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  };
}

function toGroup(group: GroupDetail): AccountGroup {
  return {
    groupName: named(group.GroupName, 'group'),
    attachedPolicies: (group.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    inlinePolicies: (group.GroupPolicyList ?? []).map(toDocument),
  };
}

function toPolicy({ Arn, DefaultVersionId, PolicyVersionList }: ManagedPolicyDetail): readonly AccountPolicy[] {
  const version = PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
  if (Arn === undefined || version?.Document === undefined) return [];
  return [{ arn: Arn, defaultVersion: DefaultVersionId ?? '', document: decodeURIComponent(version.Document) }];
}

const isGuard = ({ PolicyName }: PolicyDetail) => PolicyName === GUARD_NAME;

const toDocument = ({ PolicyDocument = '' }: PolicyDetail) => decodeURIComponent(PolicyDocument);

function named(name: string | undefined, what: string): string {
  if (name === undefined) throw new TypeError(`GetAccountAuthorizationDetails gave a ${what} without a name`);
  return name;
}
