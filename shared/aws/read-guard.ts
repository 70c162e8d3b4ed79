import {
  GetUserPolicyCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListAttachedUserPolicies,
} from '@aws-sdk/client-iam';
import { GUARD_NAME } from '../domain/guard-name.ts';
import { inlineGuard, managedAmong } from '../domain/guards-among.ts';
import { type AttachedGuard, type Guard, guardOf } from '../domain/posture.ts';
import type { Guards } from './attach-guard.ts';

/**
 * The guards that the user carries. An inline one is asked for only where one may have been put.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html}
 */
export async function readGuard(iam: IAMClient, userName: string, guards: Guards): Promise<Guard> {
  const [managed, inline] = await Promise.all([
    readManaged(iam, userName, guards),
    guards.inlineFallback ? readInline(iam, userName, guards) : [],
  ]);
  return guardOf([...managed, ...inline]);
}

async function readManaged(iam: IAMClient, userName: string, { guardArn }: Guards): Promise<readonly AttachedGuard[]> {
  const attached: string[] = [];
  for await (const page of paginateListAttachedUserPolicies({ client: iam }, { UserName: userName })) {
    attached.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return managedAmong(attached, guardArn);
}

/**
 * By its one name. IAM answers the text URL-encoded (RFC 3986).
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html}
 */
async function readInline(iam: IAMClient, userName: string, { guardArn }: Guards): Promise<readonly AttachedGuard[]> {
  try {
    const answer = await iam.send(new GetUserPolicyCommand({ UserName: userName, PolicyName: GUARD_NAME }));
    return [inlineGuard(decodeURIComponent(answer.PolicyDocument ?? ''), guardArn)];
  } catch (error) {
    if (error instanceof NoSuchEntityException) return [];
    throw error;
  }
}
