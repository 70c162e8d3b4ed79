import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { exemptionItem } from '../../shared/aws/exemption-item.ts';
import { exemptionTable } from '../../shared/aws/exemption-table.ts';
import { exemptions } from '../../shared/aws/exemptions.ts';
import { sweepMemory } from '../../shared/aws/sweep-memory.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';

const dynamodb = mockClient(DynamoDBClient);
const iam = mockClient(IAMClient);
const warnings: string[] = [];
const log = { info: () => undefined, warn: (message: string) => void warnings.push(message) };
const TABLES = { exemptions: 'exemptions', state: 'state', accountId: '111111111111' };
const reader = exemptions(new IAMClient({}), new DynamoDBClient({}), TABLES, log);
const down = () => Object.assign(new Error('down'), { name: 'InternalServerError' });
const JANE = anExemption('AIDA1', { ticket: 'SEC-42' });
const JOHN = anExemption('AIDA2', { breakGlass: true, reason: 'a line\nand another' });

beforeEach(() => {
  dynamodb.reset();
  iam.reset();
  warnings.length = 0;
});

test('all pages of the table are read, as they are at this moment', async () => {
  dynamodb
    .on(ScanCommand)
    .resolvesOnce({ Items: [exemptionItem(JANE)], LastEvaluatedKey: { userId: { S: 'AIDA1' } } })
    .resolves({ Items: [exemptionItem(JOHN)] });

  expect(await reader.read()).toEqual({ kind: 'live', all: [JANE, JOHN] });
  expect(dynamodb.commandCalls(ScanCommand).map(({ args }) => args[0].input)).toMatchObject([
    { TableName: 'exemptions', ConsistentRead: true },
    { TableName: 'exemptions', ConsistentRead: true, ExclusiveStartKey: { userId: { S: 'AIDA1' } } },
  ]);
});

test.each([
  ['without an end', { expiresAt: undefined }],
  ['with an end that is no moment', { expiresAt: { S: 'for ever' } }],
  ['without an approver', { approver: { S: '' } }],
  ['without a reason', { reason: undefined }],
  ['of a kind that is not known', { kind: { S: 'keys' } }],
  ['with more text than a message takes', { reason: { S: 'x'.repeat(1_001) } }],
])('an item %s frees nobody, and that is logged', async (_name, change) => {
  const broken = Object.fromEntries(
    Object.entries({ ...exemptionItem(JANE), ...change }).filter(([, v]) => v),
  ) as never;
  dynamodb.on(ScanCommand).resolves({ Items: [broken, exemptionItem(JOHN)] });

  expect(await reader.read()).toEqual({ kind: 'live', all: [JOHN] });
  expect(warnings).toEqual(['Items that are no exemptions free nobody']);
});

test('what the last sweep left behind is what decides while the table is out of reach', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await sweepMemory(new DynamoDBClient({}), 'state', '111111111111').end('s-1', { exemptions: [JANE, JOHN] });
  const kept = dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input;
  const packed = kept?.ExpressionAttributeValues?.[':exemptions'];
  dynamodb.on(ScanCommand).rejects(down());
  dynamodb.on(GetItemCommand).resolves({ Item: { exemptions: packed! } });

  expect(await reader.read()).toEqual({ kind: 'copy', all: [JANE, JOHN] });
  expect(kept?.UpdateExpression).toContain('exemptions = :exemptions');
  expect(dynamodb.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({ Key: kept!.Key });
});

test.each([
  ['there is no copy yet', () => dynamodb.on(GetItemCommand).resolves({}), 'copy'],
  ['the copy is out of reach too', () => dynamodb.on(GetItemCommand).rejects(down()), 'none'],
])('nobody is exempt when the table is out of reach and %s', async (_name, arrange, kind) => {
  dynamodb.on(ScanCommand).rejects(down());
  arrange();

  expect(await reader.read()).toEqual({ kind, all: [] });
});

test('whose id IAM does not tell is nobody’s: no exemption is theirs', async () => {
  iam.on(GetUserCommand).rejectsOnce(down()).resolves({ User: undefined });

  expect(await reader.userIdOf({ accountId: '1', userName: 'jane.doe' })).toBeUndefined();
  expect(await reader.userIdOf({ accountId: '1', userName: 'jane.doe' })).toBeUndefined();
});

describe('what approvers write', () => {
  const table = exemptionTable(new DynamoDBClient({}), 'exemptions');
  const now = new Date('2026-11-24T12:00:00Z');

  test('is added only where none goes on', async () => {
    dynamodb
      .on(PutItemCommand)
      .resolvesOnce({})
      .rejects(new ConditionalCheckFailedException({ message: '', $metadata: {} }));

    expect([await table.add(JANE, now), await table.add(JANE, now)]).toEqual([true, false]);
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(userId) OR expiresAt <= :at',
      ExpressionAttributeValues: { ':at': { S: '2026-11-24T12:00:00.000Z' } },
    });
  });

  test('replaces only what was seen', async () => {
    dynamodb.on(PutItemCommand).resolves({});

    await table.replace(JOHN, JANE);

    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: 'createdAt = :at',
      ExpressionAttributeValues: { ':at': { S: JANE.createdAt.toISOString() } },
    });
  });

  test('throws what is wrong with the table', async () => {
    dynamodb.on(PutItemCommand).rejects(down());

    await expect(table.add(JANE, now)).rejects.toThrow('down');
  });

  test('stays in the table for a month after its end, so that the end is told', () => {
    const days = (Number(exemptionItem(JANE)['removeAt']?.N) - JANE.expiresAt.getTime() / 1000) / 86_400;

    expect(days).toBe(30);
  });
});
