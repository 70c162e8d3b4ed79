import { type IAMClient, NoSuchEntityException, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import { readCarriers } from '../../shared/aws/read-carriers.ts';
import { GUARD_KINDS, GUARD_NAMES, guardArnOf } from '../../shared/domain/guard-name.ts';

/** Who carries a guard: names of users whom a release reaches, and whatever else keeps IAM from deleting the policies. */
export type Carrying = { readonly users: readonly string[]; readonly others: readonly string[] };

/** The service attaches guards to users only: whatever else carries one, somebody else has attached, and knows why. */
export async function whoCarries(iam: IAMClient, guardArn: string): Promise<Carrying> {
  const carriers = await readCarriers(iam, guardArn);
  const others = await Promise.all(GUARD_KINDS.map((kind) => othersOf(iam, guardArnOf(guardArn, kind))));
  const named = GUARD_KINDS.flatMap((kind, at) => (others[at] ?? []).map((who) => `${who}: ${GUARD_NAMES[kind]}`));
  return { users: carriers.map(({ userName }) => userName), others: named };
}

async function othersOf(iam: IAMClient, PolicyArn: string): Promise<readonly string[]> {
  const others: string[] = [];
  try {
    for (const PolicyUsageFilter of ['PermissionsPolicy', 'PermissionsBoundary'] as const) {
      const asBoundary = PolicyUsageFilter === 'PermissionsBoundary' ? ' (as boundary)' : '';
      for await (const page of paginateListEntitiesForPolicy({ client: iam }, { PolicyArn, PolicyUsageFilter })) {
        const users = asBoundary === '' ? [] : (page.PolicyUsers ?? []);
        others.push(
          ...users.map(({ UserName = '' }) => `user ${UserName}${asBoundary}`),
          ...(page.PolicyGroups ?? []).map(({ GroupName = '' }) => `group ${GroupName}${asBoundary}`),
          ...(page.PolicyRoles ?? []).map(({ RoleName = '' }) => `role ${RoleName}${asBoundary}`),
        );
      }
    }
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
  return others;
}
