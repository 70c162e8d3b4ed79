import { IAMClient, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import type { LocalAws } from '../local/start.ts';
import { clientConfig } from './sweep-account.ts';

/** Names of the users who carry the policy, sorted. */
export async function guardedNames(aws: LocalAws, PolicyArn: string): Promise<readonly string[]> {
  const names: string[] = [];
  const client = new IAMClient(clientConfig(aws));
  for await (const { PolicyUsers = [] } of paginateListEntitiesForPolicy({ client, pageSize: 1_000 }, { PolicyArn })) {
    names.push(...PolicyUsers.map(({ UserName = '' }) => UserName));
  }
  return names.toSorted();
}
