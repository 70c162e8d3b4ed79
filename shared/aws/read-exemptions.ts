import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Exemption } from '../domain/exemption.ts';
import { parseExemption } from '../events/parse-exemption.ts';

/** The items of the table: exemptions, and the ids of items that are none. */
export type ExemptionItems = { readonly all: readonly Exemption[]; readonly unreadable: readonly string[] };

/**
 * The whole table, which is small, as it is at this moment: an exemption that was taken away a second ago frees nobody.
 * {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html}
 */
export async function readExemptions(dynamodb: DynamoDBClient, table: string): Promise<ExemptionItems> {
  const all: Exemption[] = [];
  const unreadable: string[] = [];
  for await (const page of paginateScan({ client: dynamodb }, { TableName: table, ConsistentRead: true })) {
    for (const item of page.Items ?? []) {
      const exemption = parseExemption(item);
      if (exemption === undefined) unreadable.push(idOf(item));
      else all.push(exemption);
    }
  }
  return { all, unreadable };
}

const idOf = ({ userId }: Record<string, AttributeValue>) => userId?.S ?? 'without an id';
