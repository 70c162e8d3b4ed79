import {
  GetPolicyVersionCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListPolicyVersions,
  type PolicyVersion,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { guardArnOf } from '../domain/guard-name.ts';
import type { GuardPolicyPort, GuardVersion } from '../workflow/restore-ports.ts';
import type { Enforcer } from '../workflow/ports.ts';

/**
 * The versions of the guard policies, five each at most, and which of them is in force.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html}
 *
 * @param guardArn that of `guard`, beside which the others stand
 * @param enforcer its mode is asked at each use: it may change
 */
export function guardVersions(iam: IAMClient, guardArn: string, enforcer: Pick<Enforcer, 'mode'>): GuardPolicyPort {
  const read = async (
    PolicyArn: string,
    { VersionId = '', IsDefaultVersion = false }: PolicyVersion,
  ): Promise<readonly GuardVersion[]> => {
    try {
      const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
      // IAM answers the document URL-encoded (RFC 3986).
      const document = decodeURIComponent(answer.PolicyVersion?.Document ?? '');
      return [{ id: VersionId, isDefault: IsDefaultVersion, document }];
    } catch (error) {
      if (error instanceof NoSuchEntityException) return []; // deleted since the list was read
      throw error;
    }
  };

  return {
    versions: async (kind) => {
      const PolicyArn = guardArnOf(guardArn, kind);
      try {
        const pages = await Array.fromAsync(paginateListPolicyVersions({ client: iam }, { PolicyArn }));
        const all = pages.flatMap(({ Versions = [] }) => Versions);
        const versions = await Promise.all(all.map((version) => read(PolicyArn, version)));
        return versions.flat().toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault));
      } catch (error) {
        if (error instanceof NoSuchEntityException) return 'missing';
        throw error;
      }
    },

    setDefault: async (kind, versionId) => {
      if (enforcer.mode === 'observe') return 'would-set';
      const PolicyArn = guardArnOf(guardArn, kind);
      await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: versionId }));
      return 'set';
    },
  };
}
