import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { State } from '../workflow/ports.ts';

/** How long (milliseconds) a claim keeps others silent: less than the minute until Lambda's first retry. */
const LEASE_MS = 45_000;

/** How long (milliseconds) a story is remembered. */
export const MEMORY_MS = 400 * 86_400_000;

/**
 * What was told, one item a story. The claim is one conditional write: DynamoDB lets one of many win.
 * {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html}
 */
export function stateTable(dynamodb: DynamoDBClient, table: string): State {
  return {
    claim: async ({ subject, eventId, silence }, now) => {
      // An SDK retry of a claim whose answer was lost must find its own claim, not somebody else's.
      const claimant = randomUUID();
      try {
        await dynamodb.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { subject: { S: subject } },
            UpdateExpression:
              'SET eventId = :event, progress = :claimed, claimant = :me, leaseUntil = :lease, expiresAt = :ttl',
            ConditionExpression: [
              'attribute_not_exists(subject)',
              'expiresAt < :seconds', // expired, and not yet collected
              '(progress = :claimed AND leaseUntil < :now)',
              '(progress = :claimed AND claimant = :me)',
              '(progress = :told AND eventId <> :event AND toldAt < :silentSince)',
            ].join(' OR '),
            ExpressionAttributeValues: {
              ':event': { S: eventId },
              ':claimed': { S: 'claimed' },
              ':told': { S: 'told' },
              ':me': { S: claimant },
              ':now': { N: String(now.getTime()) },
              ':seconds': { N: toSeconds(now.getTime()) },
              ':lease': { N: String(now.getTime() + LEASE_MS) },
              ':silentSince': { N: silence === 'forever' ? '0' : String(now.getTime() - silence) },
              ':ttl': { N: toSeconds(now.getTime() + MEMORY_MS) },
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return 'ours';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return error.Item?.['progress']?.S === 'claimed' ? 'theirs' : 'told';
      }
    },

    markTold: async ({ subject }, now) => {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { subject: { S: subject } },
          UpdateExpression: 'SET progress = :told, toldAt = :now, expiresAt = :ttl',
          ExpressionAttributeValues: {
            ':told': { S: 'told' },
            ':now': { N: String(now.getTime()) },
            ':ttl': { N: toSeconds(now.getTime() + MEMORY_MS) },
          },
        }),
      );
    },
  };
}

/** DynamoDB's TTL counts in seconds. */
export const toSeconds = (milliseconds: number) => String(Math.floor(milliseconds / 1000));
