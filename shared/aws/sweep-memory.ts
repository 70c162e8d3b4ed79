import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { SweepMemory, Told } from '../workflow/ports.ts';
import { inBatches } from './in-batches.ts';
import { pack } from './packed-lines.ts';
import { MEMORY_MS, sweepKey, toSeconds } from './state-table.ts';
import { ATTRIBUTES, forgottenIn, toRemembered, valuesOf } from './sweep-item.ts';
import { writeAll } from './write-all.ts';

/** DynamoDB's own limits of one call. */
const [GETS, WRITES] = [100, 25];

/**
 * What sweeps keep in the state table: the lease, who is not told yet, the last digest. Lists are kept compressed,
 * since an item holds 400 KB and an account may have ten thousand findings.
 */
export function sweepMemory(dynamodb: DynamoDBClient, table: string, accountId: string): SweepMemory {
  // One item: the lease comes with what is remembered, and goes with what has changed, in two calls a sweep.
  const Key = sweepKey(accountId);

  return {
    begin: async (sweepId, until, now) => {
      try {
        const { Attributes = {} } = await dynamodb.send(
          new UpdateItemCommand({
            TableName: table,
            Key,
            UpdateExpression: 'SET holder = :me, leaseUntil = :until',
            ConditionExpression: 'attribute_not_exists(holder) OR leaseUntil < :now OR holder = :me',
            ExpressionAttributeValues: {
              ':me': { S: sweepId },
              ':until': { N: String(until.getTime()) },
              ':now': { N: String(now.getTime()) },
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return toRemembered(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    keepUntold: async (userNames) => {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key,
          UpdateExpression: 'SET untold = :untold',
          ExpressionAttributeValues: { ':untold': pack(userNames) },
        }),
      );
    },

    end: async (sweepId, changed) => {
      const values = valuesOf(changed);
      const sets = Object.keys(values).map((value) => `${ATTRIBUTES.get(value) ?? ''} = ${value}`);
      try {
        await dynamodb.send(
          new UpdateItemCommand({
            TableName: table,
            Key,
            UpdateExpression: `REMOVE ${['holder', 'leaseUntil', ...forgottenIn(changed)].join(', ')}${sets.length === 0 ? '' : ` SET ${sets.join(', ')}`}`,
            ConditionExpression: 'holder = :me',
            ExpressionAttributeValues: { ...values, ':me': { S: sweepId } },
          }),
        );
      } catch (error) {
        // It ran out and another sweep has it: theirs to give back, and to remember.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
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
  };
}
