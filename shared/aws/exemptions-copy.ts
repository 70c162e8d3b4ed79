import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Exemption } from '../domain/exemption.ts';
import { parseExemption } from '../events/parse-exemption.ts';
import { exemptionItem } from './exemption-item.ts';
import { pack, unpack } from './packed-lines.ts';
import { sweepKey } from './state-table.ts';

/** As a sweep leaves them behind, with the end of its lease. */
export const packedExemptions = (exemptions: readonly Exemption[]): AttributeValue =>
  pack(exemptions.map((exemption) => JSON.stringify(exemptionItem(exemption))));

/** The last good copy, out of the state table, which only the service writes; none before the first sweep. */
export async function readExemptionsCopy(
  dynamodb: DynamoDBClient,
  table: string,
  accountId: string,
): Promise<readonly Exemption[]> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: table,
      Key: sweepKey(accountId),
      ProjectionExpression: 'exemptions',
      ConsistentRead: true,
    }),
  );
  return unpack(Item?.['exemptions']).flatMap((line) => parseExemption(JSON.parse(line)) ?? []);
}
