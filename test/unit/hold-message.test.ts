import { DynamoDBClient, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { holdMessage } from '../../shared/aws/hold-message.ts';
import { parseMessage } from '../../shared/events/parse-message.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';
import { rootSignedIn } from '../fakes/some-events.ts';

const store = {
  table: 'state',
  queueUrl: 'https://sqs.example.com/held',
  accountId: '111111111111',
  messagesAMinute: 20,
};
const dynamodb = mockClient(DynamoDBClient);
const sqs = mockClient(SQSClient);
const message = toMessage({
  kind: 'root-alert',
  account: { id: '111111111111', partition: 'aws' },
  happened: rootSignedIn({ at: new Date('2026-11-24T12:00:00Z') }),
});
let items: Map<string, Record<string, number>>;
let warnings: string[];

beforeEach(() => {
  items = new Map();
  warnings = [];
  dynamodb.reset();
  sqs.reset();
  dynamodb.on(UpdateItemCommand).callsFake((input: UpdateItemCommandInput) => {
    const attribute = /^ADD (\w+)/.exec(input.UpdateExpression ?? '')![1]!;
    const subject = input.Key!['subject']!.S!;
    const item = { ...items.get(subject) };
    item[attribute] = (item[attribute] ?? 0) + Number(input.ExpressionAttributeValues![':value']!.N);
    items.set(subject, item);
    return { Attributes: Object.fromEntries(Object.entries(item).map(([name, N]) => [name, { N: String(N) }])) };
  });
  sqs.on(SendMessageCommand).resolves({});
});

function holding() {
  const clock = simulatedClock();
  const log = { info: () => undefined, warn: (text: string) => void warnings.push(text) };
  return { clock, hold: holdMessage(new DynamoDBClient({}), new SQSClient({}), store, clock, log) };
}
const minutes = () =>
  dynamodb.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input.Key?.['subject']?.S ?? '');

test('twenty publishes a minute go out by themselves, what comes after is held', async () => {
  const { hold } = holding();

  const held = [];
  for (let n = 0; n < 12; n += 1) held.push(await hold(message, 2));

  expect(held.filter((one) => one)).toHaveLength(2);
  expect(held.slice(0, 10)).not.toContain(true);
});

test('is counted in one item for each minute and account, so that all functions count together', async () => {
  const { clock, hold } = holding();

  await hold(message, 1);
  clock.advance(60_000);
  await hold(message, 1);

  const [first, second] = minutes();
  expect(first).toMatch(/^111111111111#minute#\d+$/);
  expect(second).not.toBe(first);
});

test('in the minute after one with too many everything is held, and then nothing any more', async () => {
  const { clock, hold } = holding();
  for (let n = 0; n < 12; n += 1) await hold(message, 2);

  clock.advance(60_000);
  const next = [await hold(message, 2), await hold(message, 2)];
  clock.advance(60_000);

  expect(next).toEqual([true, true]);
  expect(await hold(message, 2)).toBe(false);
});

test('a storm that lasts costs one write more a minute, not one a message', async () => {
  const { hold } = holding();

  for (let n = 0; n < 100; n += 1) await hold(message, 2);

  expect(dynamodb.commandCalls(UpdateItemCommand)).toHaveLength(101);
});

test('what is held can be read again, without the text that the digest has of its own', async () => {
  const { hold } = holding();

  await hold(message, 21);

  const body = sqs.commandCalls(SendMessageCommand)[0]!.args[0].input.MessageBody ?? '';
  expect(parseMessage(body)).toEqual({ ...message, sections: [] });
});

test.each([
  ['table', () => dynamodb.on(UpdateItemCommand).rejects(new Error('down'))],
  ['queue', () => sqs.on(SendMessageCommand).rejects(new Error('down'))],
])('a %s out of reach holds nothing back, and is logged', async (_, breaks) => {
  breaks();
  const { hold } = holding();

  expect(await hold(message, 21)).toBe(false);
  expect(warnings).toHaveLength(1);
});
