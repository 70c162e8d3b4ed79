import { type IAMClient, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import type { Carrier } from '../domain/release.ts';

/** Asked for; IAM may give fewer. */
const PAGE = 1_000;

/**
 * The users to whom the guard is attached: whoever does not carry it costs no call. As a boundary it is another thing,
 * which DetachUserPolicy does not take off.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html}
 */
export async function readCarriers(iam: IAMClient, guardArn: string): Promise<readonly Carrier[]> {
  const carriers: Carrier[] = [];
  for await (const page of paginateListEntitiesForPolicy(
    { client: iam, pageSize: PAGE },
    { PolicyArn: guardArn, EntityFilter: 'User', PolicyUsageFilter: 'PermissionsPolicy' },
  )) {
    for (const { UserName = '', UserId = '' } of page.PolicyUsers ?? []) {
      carriers.push({ userName: UserName, userId: UserId });
    }
  }
  return carriers;
}
