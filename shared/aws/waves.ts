import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetUserCommand, type IAMClient, paginateListGroupsForUser } from '@aws-sdk/client-iam';
import { pathIn, type Wave } from '../domain/wave.ts';
import type { Log, Waves } from '../workflow/ports.ts';
import { pack, unpack } from './packed-lines.ts';
import { waveKey } from './state-table.ts';

type Store = { readonly table: string; readonly accountId: string };

/** Who is in the wave: by what IAM tells of a user, and by what sweeps have remembered in the state table. */
export function waves(iam: IAMClient, dynamodb: DynamoDBClient, store: Store, wave: Wave, log: Log): Waves {
  const { table: TableName, accountId } = store;
  const asksGroups = [...wave.include, ...wave.exclude].some(({ kind }) => kind === 'group');
  const orUndefined = async <Fact>(userName: string, read: Promise<Fact>): Promise<Fact | undefined> => {
    try {
      return await read;
    } catch (error) {
      log.warn('What a wave goes by could not be read, and delays nobody', { userName, error });
      return undefined;
    }
  };
  return {
    wave,
    traitsOf: async ({ userName }) => {
      const [user, groups] = await Promise.all([
        orUndefined(userName, readUser(iam, userName)),
        asksGroups ? orUndefined(userName, readGroups(iam, userName)) : [],
      ]);
      return { userId: user?.UserId, path: user && pathIn(user.Arn ?? ''), groups, tags: user && tagsOf(user.Tags) };
    },
    remembered: async () => {
      const Key = waveKey(accountId);
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      return new Set(unpack(Item?.['userIds']));
    },
    remember: async (userIds) => {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: waveKey(accountId),
          UpdateExpression: 'SET userIds = :ids',
          ExpressionAttributeValues: { ':ids': pack([...userIds]) },
        }),
      );
    },
  };
}

/** With the tags. {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html} */
async function readUser(iam: IAMClient, UserName: string) {
  return (await iam.send(new GetUserCommand({ UserName }))).User;
}

/** {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html} */
async function readGroups(iam: IAMClient, UserName: string): Promise<readonly string[]> {
  const pages = await Array.fromAsync(paginateListGroupsForUser({ client: iam }, { UserName }));
  return pages.flatMap(({ Groups = [] }) => Groups.map(({ GroupName = '' }) => GroupName));
}

const tagsOf = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
