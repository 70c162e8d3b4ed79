import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../../shared/aws/assume-role.ts';
import { releaser } from '../../shared/aws/detach-guard.ts';
import { iamClient } from '../../shared/aws/iam-client.ts';
import { readExemptions } from '../../shared/aws/read-exemptions.ts';
import { postureReader } from '../../shared/aws/read-posture.ts';
import type { Exemption } from '../../shared/domain/exemption.ts';
import type { PostureReader, Releaser } from '../../shared/workflow/ports.ts';
import { type Watch, watched } from '../watch.ts';
import { OWN_RIGHTS } from './release-run.ts';

/** A session of the stack's ReleaseRole. `arn` is how IAM and CloudTrail know it. */
export type ReleaseSession = {
  readonly arn: string;
  readonly postures: PostureReader;
  readonly releaser: Releaser;
  /** Throws when the table cannot be read: nobody is refused, nor released, unawares. */
  readonly exemptions: (table: string) => Promise<readonly Exemption[]>;
};

export type OpenRelease = (guardArn: string, roleArn: string) => Promise<ReleaseSession>;

type Config = NonNullable<Parameters<typeof iamClient>[0]>;

/** How a release reaches IAM: through the role, or, when the role is gone already, by the caller's own rights. */
export function openRelease(
  { home, ...config }: Config & { readonly home: string },
  sts: STSClient,
  caller: string,
  watch: Watch,
): OpenRelease {
  return async (guardArn, roleArn) => {
    const own = roleArn === OWN_RIGHTS;
    const session = own ? undefined : await assumeRole(sts, roleArn, caller);
    const asRole = session === undefined ? config : { ...config, credentials: session.credentials };
    const iam = watched(iamClient(asRole), 'iam', watch);
    return {
      arn: session?.arn ?? caller,
      postures: postureReader(iam, { guardArn, inlineFallback: false }, { now: () => new Date() }),
      releaser: releaser(iam, guardArn),
      exemptions: async (table) => {
        const dynamodb = watched(new DynamoDBClient({ ...asRole, region: home }), 'dynamodb', watch);
        return (await readExemptions(dynamodb, table)).all;
      },
    };
  };
}
