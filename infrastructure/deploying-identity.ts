import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { iamClient } from '../shared/aws/iam-client.ts';
import { postureReader } from '../shared/aws/read-posture.ts';
import type { Posture } from '../shared/domain/posture.ts';
import type { Choices } from './deployment-choices.ts';

/** Who deploys. `posture` is there for an IAM user, the only identity that the service could guard. */
export type DeployingIdentity = { readonly arn: string; readonly posture: Posture | undefined };

/** Asks AWS who the credentials belong to. Throws what the SDK throws. */
export async function readDeployingIdentity({ region, profile }: Choices): Promise<DeployingIdentity> {
  const config = { region, ...(profile === undefined ? {} : { profile }) };
  const { Arn: arn = '' } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
  const user = /^arn:(?<partition>[^:]+):iam::(?<accountId>\d{12}):user\/(?:.*\/)?(?<userName>[^/]+)$/.exec(
    arn,
  )?.groups;
  if (user === undefined) return { arn, posture: undefined };
  const { partition = '', accountId = '', userName = '' } = user;
  const guards = {
    guardArn: `arn:${partition}:iam::${accountId}:policy/aws-mfa-enforcer-guard`,
    inlineFallback: false,
  };
  const postures = postureReader(iamClient(config), guards, { now: () => new Date() });
  return { arn, posture: await postures.read({ accountId, userName }) };
}
