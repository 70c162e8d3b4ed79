import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';

/** A session of a role. */
export type RoleSession = {
  /** `arn:aws:sts::…:assumed-role/…/…`, as CloudTrail tells it. */
  readonly arn: string;
  /** Fresh ones as often as the SDK asks: a session holds for an hour. */
  readonly credentials: () => Promise<Credentials>;
};

type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

/**
 * Takes a role on, at once, so that a refusal comes before anything else is done.
 * {@link https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html}
 *
 * @param caller the ARN of who takes it on: the session is named after it
 */
export async function assumeRole(sts: STSClient, RoleArn: string, caller: string): Promise<RoleSession> {
  const assume = async () => {
    const answer = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionNameOf(caller) }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = answer.Credentials ?? {};
    const expiration = Expiration ?? new Date(0);
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return { arn: answer.AssumedRoleUser?.Arn ?? RoleArn, credentials: { ...credentials, expiration } };
  };
  const first = await assume();
  let unused: Credentials | undefined = first.credentials;
  return {
    arn: first.arn,
    credentials: async () => {
      const taken = unused ?? (await assume()).credentials;
      unused = undefined;
      return taken;
    },
  };
}

/** A user's name, or that of a role's session: who it was, in whatever CloudTrail tells of the session. */
export function sessionNameOf(caller: string): string {
  const name = (caller.split('/').at(-1) ?? '').split(':').at(-1) ?? '';
  return name
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}
