import {
  type AccessKeyMetadata,
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListAccessKeys,
} from '@aws-sdk/client-iam';
import type { Keys } from '../domain/posture.ts';
import { KEY_IN_USE_DAYS } from '../domain/rules.ts';

/**
 * Whether one of the user's active access keys was used in the last 30 days. A user has two keys at most; one who is
 * gone has none. IAM notes a use within minutes, so a key that was made today and never used is not in use.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html}
 */
export async function readKeys(iam: IAMClient, userName: string, now: Date): Promise<Keys> {
  const since = now.getTime() - KEY_IN_USE_DAYS * 86_400_000;
  try {
    const active: AccessKeyMetadata[] = [];
    for await (const page of paginateListAccessKeys({ client: iam }, { UserName: userName })) {
      active.push(...(page.AccessKeyMetadata ?? []).filter(({ Status }) => Status !== 'Inactive'));
    }
    const uses = await Promise.all(
      active.map(({ AccessKeyId }) => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))),
    );
    const isUsed = uses.some(({ AccessKeyLastUsed }) => (AccessKeyLastUsed?.LastUsedDate?.getTime() ?? 0) >= since);
    return { kind: isUsed ? 'in-use' : 'not-in-use' };
  } catch (error) {
    if (error instanceof NoSuchEntityException) return { kind: 'not-in-use' };
    throw error;
  }
}
