import { type IAMClient, paginateListAttachedUserPolicies } from '@aws-sdk/client-iam';
import type { Guard } from '../domain/posture.ts';

/** {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html} */
export async function readGuard(iam: IAMClient, userName: string, guardArn: string): Promise<Guard> {
  for await (const page of paginateListAttachedUserPolicies({ client: iam }, { UserName: userName })) {
    if (page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === guardArn)) return { kind: 'attached' };
  }
  return { kind: 'not-attached' };
}
