import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';

/** DynamoDB may leave some of a batch unwritten; the SDK does not write them again. */
export async function writeAll(dynamodb: DynamoDBClient, requests: Record<string, WriteRequest[]>): Promise<void> {
  let left = requests;
  for (let attempt = 0; attempt < 5 && Object.keys(left).length > 0; attempt += 1) {
    const { UnprocessedItems = {} } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: left }));
    left = UnprocessedItems;
  }
  if (Object.keys(left).length > 0) throw new Error('DynamoDB did not take all of what was told: throttled');
}
