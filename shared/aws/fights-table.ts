import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Fight, foughtOn } from '../domain/fight.ts';
import type { Fights } from '../workflow/restore-ports.ts';
import { toSeconds } from './state-table.ts';

/** How long (milliseconds) a fight is remembered after it is over. */
const MEMORY_MS = 60 * 60_000;

/** Two detaches of one user at once: one of them counts after the other. */
const ATTEMPTS = 5;

/** The fight over each user's guard: one item, which only the attempt that read it last may change. */
export function fightsTable(dynamodb: DynamoDBClient, table: string, accountId: string): Fights {
  const read = async (key: Record<string, AttributeValue>): Promise<Fight | undefined> => {
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item === undefined ? undefined : toFight(Item);
  };

  const countOn = async (userName: string, eventId: string, now: Date, left: number): Promise<Fight> => {
    const key = { subject: { S: `${accountId}#restores#${userName}` } };
    const before = await read(key);
    const after = foughtOn(before, eventId, now);
    if (after === before) return after;
    try {
      await dynamodb.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...key, ...toItem(after) },
          ...(before === undefined
            ? { ConditionExpression: 'attribute_not_exists(subject)' }
            : {
                ConditionExpression: 'eventId = :before',
                ExpressionAttributeValues: { ':before': { S: before.eventId } },
              }),
        }),
      );
      return after;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || left === 0) throw error;
      return countOn(userName, eventId, now, left - 1);
    }
  };

  return { count: (userName, eventId, now) => countOn(userName, eventId, now, ATTEMPTS) };
}

const toItem = ({ restores, lastAt, beforeAt, eventId }: Fight): Record<string, AttributeValue> => ({
  restores: { N: String(restores) },
  lastAt: { N: String(lastAt.getTime()) },
  beforeAt: { N: String(beforeAt.getTime()) },
  eventId: { S: eventId },
  expiresAt: { N: toSeconds(lastAt.getTime() + MEMORY_MS) },
});

const toFight = ({ restores, lastAt, beforeAt, eventId }: Record<string, AttributeValue>): Fight => ({
  restores: Number(restores?.N),
  lastAt: new Date(Number(lastAt?.N)),
  beforeAt: new Date(Number(beforeAt?.N)),
  eventId: eventId?.S ?? '',
});
