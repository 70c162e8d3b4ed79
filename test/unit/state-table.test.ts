import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { stateTable } from '../../shared/aws/state-table.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const TELLING = { subject: '111111111111#user#jane.doe#user-guarded', eventId: 'e-1', silence: 150_000 } as const;
const dynamodb = mockClient(DynamoDBClient);
const table = stateTable(new DynamoDBClient({}), 'state');
const lost = (progress: string) =>
  new ConditionalCheckFailedException({ message: 'x', $metadata: {}, Item: { progress: { S: progress } } });

beforeEach(() => {
  dynamodb.reset();
});

test('a claim is one conditional write that runs out before Lambda tries again', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});

  const claim = await table.claim(TELLING, NOW);

  const { input } = dynamodb.commandCalls(UpdateItemCommand)[0]!.args[0];
  expect(claim).toEqual({ kind: 'ours', already: [] });
  expect(input.ConditionExpression).toContain('attribute_not_exists(subject)');
  expect(Number(input.ExpressionAttributeValues?.[':lease']?.N) - NOW.getTime()).toBeLessThan(60_000);
});

test.each([
  ['claimed', 'theirs'],
  ['told', 'told'],
])('a story that is %s answers %s', async (progress, answer) => {
  dynamodb.on(UpdateItemCommand).rejects(lost(progress));

  expect(await table.claim(TELLING, NOW)).toEqual({ kind: answer });
});

test('a table out of reach is thrown, not taken for told', async () => {
  dynamodb.on(UpdateItemCommand).rejects(Object.assign(new Error('down'), { name: 'InternalServerError' }));

  await expect(table.claim(TELLING, NOW)).rejects.toThrow('down');
});

test('what is told is remembered with the second at which it expires', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});

  await table.markTold(TELLING, NOW);

  const values = dynamodb.commandCalls(UpdateItemCommand)[0]!.args[0].input.ExpressionAttributeValues;
  expect(values?.[':told']).toEqual({ S: 'told' });
  expect(Number(values?.[':ttl']?.N)).toBe(NOW.getTime() / 1000 + 400 * 86_400);
});
