import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { sweepMemory } from '../../shared/aws/sweep-memory.ts';

const NOW = new Date('2026-11-24T03:00:00Z');
const dynamodb = mockClient(DynamoDBClient);
const memory = sweepMemory(new DynamoDBClient({}), 'state', '111111111111');
const down = () => Object.assign(new Error('down'), { name: 'InternalServerError' });
const lost = () => new ConditionalCheckFailedException({ message: 'x', $metadata: {} });
const telling = (n: number) => ({ subject: `u${n}`, eventId: 'sweep', silence: 'forever' }) as const;

/** Hands out what was put last under the same key. */
function keepsItems(): void {
  const items = new Map<string, Record<string, AttributeValue>>();
  dynamodb.on(PutItemCommand).callsFake(({ Item }: { Item: Record<string, AttributeValue> }) => {
    items.set(Item['subject']!.S!, Item);
    return {};
  });
  dynamodb.on(GetItemCommand).callsFake(({ Key }: { Key: Record<string, AttributeValue> }) => ({
    Item: items.get(Key['subject']!.S!),
  }));
}

beforeEach(() => {
  dynamodb.reset();
});

test('a lease that another sweep holds is refused, a table out of reach is thrown', async () => {
  dynamodb.on(PutItemCommand).rejectsOnce(lost()).rejects(down());

  expect(await memory.takeLease('s-1', NOW, NOW)).toBe(false);
  await expect(memory.takeLease('s-1', NOW, NOW)).rejects.toThrow('down');
});

test('giving back a lease that is gone is no failure, a table out of reach is thrown', async () => {
  dynamodb.on(DeleteItemCommand).rejectsOnce(lost()).rejects(down());

  await memory.releaseLease('s-1');
  await expect(memory.releaseLease('s-1')).rejects.toThrow('down');
});

test('nothing kept is an empty list and no digest', async () => {
  dynamodb.on(GetItemCommand).resolves({});

  expect(await memory.untold()).toEqual([]);
  expect(await memory.lastDigest()).toEqual({ findingKeys: [], toldAt: undefined });
});

test.each([[[]], [['jane.doe']], [['jane.doe', 'john+roe@example.com']]])('%j is kept and read back', async (names) => {
  keepsItems();

  await memory.keepUntold(names);

  expect(await memory.untold()).toEqual(names);
});

test('a digest is kept apart from the untold, with its time', async () => {
  keepsItems();

  await memory.keepUntold(['jane.doe']);
  await memory.keepDigest({ findingKeys: ['a|b|open', 'c|d|open'], toldAt: NOW });

  expect(await memory.lastDigest()).toEqual({ findingKeys: ['a|b|open', 'c|d|open'], toldAt: NOW });
  expect(await memory.untold()).toEqual(['jane.doe']);
});

test('ten thousand findings fit an item of DynamoDB', async () => {
  keepsItems();
  const findingKeys = Array.from(
    { length: 10_000 },
    (_, n) => `privileged-without-phishing-resistant|arn:aws:iam::111111111111:user/team/user-${n}|open`,
  );

  await memory.keepDigest({ findingKeys, toldAt: NOW });

  const item = dynamodb.commandCalls(PutItemCommand)[0]!.args[0].input.Item;
  expect(item?.['lines']?.B?.byteLength).toBeLessThan(200_000);
  expect((await memory.lastDigest()).findingKeys).toEqual(findingKeys);
});

test('what was told is read consistently, so that a retry sees what its predecessor kept', async () => {
  dynamodb.on(GetItemCommand).resolves({});

  await memory.untold();

  expect(dynamodb.commandCalls(GetItemCommand)[0]!.args[0].input.ConsistentRead).toBe(true);
});

test('told is what is marked as told: not what was claimed, not what the table left unread', async () => {
  dynamodb.on(BatchGetItemCommand).resolves({
    Responses: {
      state: [
        { subject: { S: 'told' }, progress: { S: 'told' }, eventId: { S: 's-1' }, toldAt: { N: `${NOW.getTime()}` } },
        { subject: { S: 'claimed' }, progress: { S: 'claimed' } },
      ],
    },
    UnprocessedKeys: { state: { Keys: [{ subject: { S: 'unread' } }] } },
  });

  expect(await memory.toldAmong(['told', 'claimed', 'unread', 'unknown'])).toEqual(
    new Map([['told', { eventId: 's-1', toldAt: NOW }]]),
  );
});

test('no more than a hundred are asked for at once, and all are', async () => {
  dynamodb.on(BatchGetItemCommand).callsFake(({ RequestItems }: { RequestItems: { state: { Keys: object[] } } }) => ({
    Responses: { state: RequestItems.state.Keys.map((key) => ({ ...key, progress: { S: 'told' } })) },
  }));
  const subjects = Array.from({ length: 250 }, (_, n) => `u${n}`);

  expect([...(await memory.toldAmong(subjects)).keys()]).toEqual(subjects);
  const sizes = dynamodb.commandCalls(BatchGetItemCommand).map(({ args }) => args[0].input.RequestItems?.['state']);
  expect(sizes.map((request) => request?.Keys?.length)).toEqual([100, 100, 50]);
});

test('what was told is marked in batches of 25, as told, until it expires', async () => {
  dynamodb.on(BatchWriteItemCommand).resolves({});

  await memory.markAllTold(
    Array.from({ length: 30 }, (_, n) => telling(n)),
    NOW,
  );

  const batches = writes();
  expect(batches.map((batch) => batch.length)).toEqual([25, 5]);
  expect(batches[0]![0]).toEqual({
    subject: { S: 'u0' },
    eventId: { S: 'sweep' },
    progress: { S: 'told' },
    toldAt: { N: String(NOW.getTime()) },
    expiresAt: { N: String(NOW.getTime() / 1000 + 400 * 86_400) },
  });
});

test('what DynamoDB left unwritten is written again', async () => {
  const left = { PutRequest: { Item: { subject: { S: 'u1' } } } };
  dynamodb
    .on(BatchWriteItemCommand)
    .resolvesOnce({ UnprocessedItems: { state: [left] } })
    .resolves({});

  await memory.markAllTold([telling(0), telling(1)], NOW);

  expect(writes().at(-1)).toEqual([{ subject: { S: 'u1' } }]);
});

test('what DynamoDB never writes is an error, not told', async () => {
  const left = { PutRequest: { Item: { subject: { S: 'u0' } } } };
  dynamodb.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { state: [left] } });

  await expect(memory.markAllTold([telling(0)], NOW)).rejects.toThrow('throttled');
});

/** The items of each batch that was written. */
const writes = () =>
  dynamodb
    .commandCalls(BatchWriteItemCommand)
    .map(({ args }) => (args[0].input.RequestItems?.['state'] ?? []).map(({ PutRequest }) => PutRequest?.Item));
