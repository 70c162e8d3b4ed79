import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { SweepMemory, Told } from '../workflow/ports.ts';
import { inBatches } from './in-batches.ts';
import { MEMORY_MS, toSeconds } from './state-table.ts';

/** DynamoDB's own limits of one call. */
const GETS = 100;
const WRITES = 25;

type Item = Record<string, AttributeValue>;

/**
 * What sweeps keep in the state table: the lease, who is not told yet, the last digest. Lists are kept compressed,
 * since an item holds 400 KB and an account may have ten thousand findings.
 */
export function sweepMemory(dynamodb: DynamoDBClient, table: string, accountId: string): SweepMemory {
  const key = (name: string) => ({ subject: { S: `${accountId}#sweep#${name}` } });
  const get = async (name: string): Promise<Item> => {
    const { Item = {} } = await dynamodb.send(
      new GetItemCommand({ TableName: table, Key: key(name), ConsistentRead: true }),
    );
    return Item;
  };
  const put = (name: string, item: Item) =>
    dynamodb.send(new PutItemCommand({ TableName: table, Item: { ...key(name), ...item } }));

  return {
    takeLease: async (sweepId, until, now) => {
      try {
        await dynamodb.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...key('lease'), holder: { S: sweepId }, leaseUntil: { N: String(until.getTime()) } },
            ConditionExpression: 'attribute_not_exists(subject) OR leaseUntil < :now OR holder = :me',
            ExpressionAttributeValues: { ':now': { N: String(now.getTime()) }, ':me': { S: sweepId } },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    releaseLease: async (sweepId) => {
      try {
        await dynamodb.send(
          new DeleteItemCommand({
            TableName: table,
            Key: key('lease'),
            ConditionExpression: 'holder = :me',
            ExpressionAttributeValues: { ':me': { S: sweepId } },
          }),
        );
      } catch (error) {
        // It ran out and another sweep has it: theirs to give back.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    untold: async () => unpack(await get('untold')),
    keepUntold: async (userNames) => {
      await put('untold', pack(userNames));
    },

    toldAmong: async (subjects) => {
      const told = new Map<string, Told>();
      for (const some of inBatches(subjects, GETS)) {
        const Keys = some.map((subject) => ({ subject: { S: subject } }));
        const answer = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
        for (const { subject, progress, eventId, toldAt } of answer.Responses?.[table] ?? []) {
          if (progress?.S !== 'told' || subject?.S === undefined) continue;
          told.set(subject.S, { eventId: eventId?.S ?? '', toldAt: new Date(Number(toldAt?.N ?? 0)) });
        }
        // What was not read now counts as untold: a second message beats none.
      }
      return told;
    },

    markAllTold: async (tellings, now) => {
      for (const some of inBatches(tellings, WRITES)) {
        const requests = some.map(({ subject, eventId }) => ({
          PutRequest: {
            Item: {
              subject: { S: subject },
              eventId: { S: eventId },
              progress: { S: 'told' },
              toldAt: { N: String(now.getTime()) },
              expiresAt: { N: toSeconds(now.getTime() + MEMORY_MS) },
            },
          },
        }));
        await writeAll(dynamodb, { [table]: requests });
      }
    },

    lastDigest: async () => {
      const item = await get('digest');
      const toldAt = item['toldAt']?.N;
      return { findingKeys: unpack(item), toldAt: toldAt === undefined ? undefined : new Date(Number(toldAt)) };
    },
    keepDigest: async ({ findingKeys, toldAt }) => {
      const at: Item = toldAt === undefined ? {} : { toldAt: { N: String(toldAt.getTime()) } };
      await put('digest', { ...pack(findingKeys), ...at });
    },
  };
}

/** DynamoDB may leave some of a batch unwritten; the SDK does not write them again. */
async function writeAll(dynamodb: DynamoDBClient, requests: Record<string, WriteRequest[]>): Promise<void> {
  let left = requests;
  for (let attempt = 0; attempt < 5 && Object.keys(left).length > 0; attempt += 1) {
    const { UnprocessedItems = {} } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: left }));
    left = UnprocessedItems;
  }
  if (Object.keys(left).length > 0) throw new Error('DynamoDB did not take all of what was told: throttled');
}

const pack = (lines: readonly string[]): Item => ({ lines: { B: gzipSync(lines.join('\n')) } });

function unpack({ lines }: Item): readonly string[] {
  if (lines?.B === undefined) return [];
  const text = gunzipSync(lines.B).toString('utf8');
  return text === '' ? [] : text.split('\n');
}
