import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { sweepMemory } from '../../shared/aws/sweep-memory.ts';
import { inMemoryTable } from './in-memory-table.ts';

const NOW = new Date('2026-11-24T03:00:00Z');
const dynamodb = mockClient(DynamoDBClient);
const memory = sweepMemory(new DynamoDBClient({}), 'state', '111111111111');
const down = () => Object.assign(new Error('down'), { name: 'InternalServerError' });
const lost = () => new ConditionalCheckFailedException({ message: 'x', $metadata: {} });
const telling = (n: number) => ({ subject: `u${n}`, eventId: 'sweep', silence: 'forever' }) as const;
const begin = () => memory.begin('s-1', NOW, NOW);

function keepsItems() {
  const table = inMemoryTable();
  dynamodb.on(UpdateItemCommand).callsFake(table.update);
  return table;
}

beforeEach(() => {
  dynamodb.reset();
});

test('a lease that another sweep holds is refused, a table out of reach is thrown', async () => {
  dynamodb.on(UpdateItemCommand).rejectsOnce(lost()).rejects(down());

  expect(await begin()).toBeUndefined();
  await expect(begin()).rejects.toThrow('down');
});

test('giving back a lease that is gone is no failure, a table out of reach is thrown', async () => {
  dynamodb.on(UpdateItemCommand).rejectsOnce(lost()).rejects(down());

  await memory.end('s-1', {});
  await expect(memory.end('s-1', {})).rejects.toThrow('down');
});

test('who is about to be guarded and cannot be kept is thrown', async () => {
  dynamodb.on(UpdateItemCommand).rejects(down());

  await expect(memory.keepUntold(['jane.doe'])).rejects.toThrow('down');
});

test('nothing kept is an empty list and no digest', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});

  expect(await begin()).toEqual({ untold: [], digest: { findingKeys: [], toldAt: undefined, of: undefined } });
});

test.each([[[]], [['jane.doe']], [['jane.doe', 'john+roe@example.com']]])('%j is kept and read back', async (names) => {
  keepsItems();

  await memory.keepUntold(names);
  expect((await begin())?.untold).toEqual(names);
  await memory.end('s-1', { untold: [...names, 'max'] });

  expect((await begin())?.untold).toEqual([...names, 'max']);
});

test('a digest is kept apart from the untold, with its time and of what it told', async () => {
  keepsItems();
  const digest = { findingKeys: ['a|b|open', 'c|d|open'], toldAt: NOW, of: 's-1 complete' };
  await begin();

  await memory.keepUntold(['jane.doe']);
  await memory.end('s-1', { digest });

  expect(await begin()).toEqual({ untold: ['jane.doe'], digest });
});

test('how many were announced is kept until a sweep has guarded them, and then forgotten', async () => {
  keepsItems();
  const announced = { users: 250, from: new Date('2026-12-01T08:00:00Z') };

  await begin();
  await memory.end('s-1', { announced });
  expect(await begin()).toMatchObject({ announced });
  await memory.end('s-1', { untold: [] });
  expect(await begin()).toMatchObject({ announced });
  await memory.end('s-1', { announced: 'forgotten' });

  expect(await begin()).not.toHaveProperty('announced');
});

test('ten thousand findings and ten thousand untold fit the one item of DynamoDB', async () => {
  const table = keepsItems();
  const userNames = Array.from({ length: 10_000 }, (_, n) => `user-${n}`);
  const findingKeys = userNames.map(
    (name) => `privileged-without-phishing-resistant|arn:aws:iam::111111111111:user/team/${name}|open`,
  );
  const digest = { findingKeys, toldAt: NOW, of: 's-1 complete' };
  await begin();

  await memory.end('s-1', { untold: userNames, digest });

  const { untold, findings } = table.itemOf('111111111111#sweep') ?? {};
  expect(untold!.B!.byteLength + findings!.B!.byteLength).toBeLessThan(200_000);
  expect(await begin()).toEqual({ untold: userNames, digest });
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
