import { type IAMClient, NoSuchEntityException, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';

/** Who carries the guard, in whatever way: names of users, groups and roles, and of those whose boundary it is. */
export type Carrying = { readonly users: readonly string[]; readonly others: readonly string[] };

/**
 * What keeps IAM from deleting the policy. The service attaches it to users only: whatever else carries it, somebody
 * else has attached, and knows why.
 */
export async function whoCarries(iam: IAMClient, PolicyArn: string): Promise<Carrying> {
  const users: string[] = [];
  const others: string[] = [];
  try {
    for (const PolicyUsageFilter of ['PermissionsPolicy', 'PermissionsBoundary'] as const) {
      const asBoundary = PolicyUsageFilter === 'PermissionsBoundary' ? ' (as boundary)' : '';
      for await (const page of paginateListEntitiesForPolicy({ client: iam }, { PolicyArn, PolicyUsageFilter })) {
        const named = (page.PolicyUsers ?? []).map(({ UserName = '' }) => UserName);
        if (asBoundary === '') users.push(...named);
        else others.push(...named.map((name) => `user ${name}${asBoundary}`));
        others.push(...(page.PolicyGroups ?? []).map(({ GroupName = '' }) => `group ${GroupName}${asBoundary}`));
        others.push(...(page.PolicyRoles ?? []).map(({ RoleName = '' }) => `role ${RoleName}${asBoundary}`));
      }
    }
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
  return { users, others };
}
