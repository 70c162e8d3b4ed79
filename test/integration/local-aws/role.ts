import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';

import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';

let roles = 0;

/** Clients of a new role that is allowed what the statements say; each allows unless it says otherwise. */
export async function roleWith(aws: LocalAws, root: Clients, ...statements: readonly object[]): Promise<Clients> {
  const RoleName = `role-${roles++}`;
  const policy = (...Statement: readonly object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: Statement.map((one) => ({ Effect: 'Allow', ...one })) });
  const { Role } = await root.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy({
        Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await root.iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'rights', PolicyDocument: policy(...statements) }),
  );
  const { Credentials } = await root.sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'test' }));
  return clientsOf(aws, {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  });
}
