import {
  GetPolicyVersionCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListPolicyVersions,
  type PolicyVersion,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import type { GuardPolicyPort, GuardVersion } from '../workflow/ports.ts';

/**
 * The versions of the guard policy, five at most, and which of them is in force.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html}
 */
export function guardVersions(iam: IAMClient, guardArn: string, mode: 'observe' | 'enforce'): GuardPolicyPort {
  const read = async ({
    VersionId = '',
    IsDefaultVersion = false,
  }: PolicyVersion): Promise<readonly GuardVersion[]> => {
    try {
      const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn: guardArn, VersionId }));
      // IAM answers the document URL-encoded (RFC 3986).
      const document = decodeURIComponent(answer.PolicyVersion?.Document ?? '');
      return [{ id: VersionId, isDefault: IsDefaultVersion, document }];
    } catch (error) {
      if (error instanceof NoSuchEntityException) return []; // deleted since the list was read
      throw error;
    }
  };

  return {
    versions: async () => {
      try {
        const pages = await Array.fromAsync(paginateListPolicyVersions({ client: iam }, { PolicyArn: guardArn }));
        const versions = await Promise.all(pages.flatMap(({ Versions = [] }) => Versions).map(read));
        return versions.flat().toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault));
      } catch (error) {
        if (error instanceof NoSuchEntityException) return 'missing';
        throw error;
      }
    },

    setDefault: async (versionId) => {
      if (mode === 'observe') return 'would-set';
      await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: guardArn, VersionId: versionId }));
      return 'set';
    },
  };
}
