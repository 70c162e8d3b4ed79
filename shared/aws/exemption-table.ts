import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Exemption } from '../domain/exemption.ts';
import { exemptionItem } from './exemption-item.ts';
import { type ExemptionItems, readExemptions } from './read-exemptions.ts';

/** What approvers do with the exemptions. Both writes answer false where the table was not as expected. */
export type ExemptionTable = {
  all(): Promise<ExemptionItems>;
  /** Where the user has none that goes on after `now`. */
  add(exemption: Exemption, now: Date): Promise<boolean>;
  /** In place of what is known to be there: of two who renew at once the later one hears so. */
  replace(exemption: Exemption, known: Exemption): Promise<boolean>;
  remove(userId: string): Promise<void>;
};

/** {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html} */
export function exemptionTable(dynamodb: DynamoDBClient, table: string): ExemptionTable {
  const put = async (exemption: Exemption, condition: string, at: Date): Promise<boolean> => {
    try {
      await dynamodb.send(
        new PutItemCommand({
          TableName: table,
          Item: exemptionItem(exemption),
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':at': { S: at.toISOString() } },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    all: () => readExemptions(dynamodb, table),
    // Moments are text of one form in UTC, so that their order is that of their letters.
    add: (exemption, now) => put(exemption, 'attribute_not_exists(userId) OR expiresAt <= :at', now),
    replace: (exemption, known) => put(exemption, 'createdAt = :at', known.createdAt),
    remove: async (userId) => {
      await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { userId: { S: userId } } }));
    },
  };
}
