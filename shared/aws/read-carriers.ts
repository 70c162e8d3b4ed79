import { type IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { guardsAmong } from '../domain/guards-among.ts';
import type { Carrier } from '../domain/release.ts';
import { toUser } from './read-account-details.ts';

/** Asked for; IAM may give fewer. */
const PAGE = 1_000;

/**
 * The users who carry a guard, managed or inline: whoever carries none costs no call. The list of a policy's users, which
 * would be shorter, does not know the inline ones. As a boundary a guard is another thing, which is not taken off.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html}
 */
export async function readCarriers(iam: IAMClient, guardArn: string): Promise<readonly Carrier[]> {
  const carriers: Carrier[] = [];
  const pages = paginateGetAccountAuthorizationDetails({ client: iam, pageSize: PAGE }, { Filter: ['User'] });
  for await (const page of pages) {
    for (const user of (page.UserDetailList ?? []).map(toUser)) {
      const guard = guardsAmong(user, guardArn);
      if (guard.kind === 'attached') carriers.push({ userName: user.userName, userId: user.userId, guards: guard.all });
    }
  }
  return carriers;
}
