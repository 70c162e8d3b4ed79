import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Channel, CHANNELS } from '../domain/channel.ts';
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
        const { Attributes } = await dynamodb.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { subject: { S: subject } },
            ReturnValues: 'ALL_OLD',
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
        return { kind: 'ours', already: toldBy(Attributes, eventId) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { kind: error.Item?.['progress']?.S === 'claimed' ? 'theirs' : 'told' };
      }
    },

    markPartly: async ({ subject, eventId }, told) => {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { subject: { S: subject } },
          UpdateExpression: 'SET toldInPart = :told, toldInPartOf = :event',
          ExpressionAttributeValues: { ':told': { SS: [...told] }, ':event': { S: eventId } },
        }),
      );
    },

    markTold: async ({ subject }, now) => {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { subject: { S: subject } },
          UpdateExpression: 'SET progress = :told, toldAt = :now, expiresAt = :ttl REMOVE toldInPart, toldInPartOf',
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

/** By which channels an earlier attempt at the same event has told. Another event is another story. */
function toldBy(item: Record<string, AttributeValue> | undefined, eventId: string): readonly Channel[] {
  if (item?.['toldInPartOf']?.S !== eventId) return [];
  return CHANNELS.filter((channel) => item['toldInPart']?.SS?.includes(channel));
}

/** The one item of what sweeps keep. */
export const sweepKey = (accountId: string) => ({ subject: { S: `${accountId}#sweep` } });

/** The one item of who was ever in a wave; read without all that sweeps keep. */
export const waveKey = (accountId: string) => ({ subject: { S: `${accountId}#wave` } });

/** DynamoDB's TTL counts in seconds. */
export const toSeconds = (milliseconds: number) => String(Math.floor(milliseconds / 1000));
