import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DeleteItemCommandInput,
  type PutItemCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, string | number>;

/**
 * As much of DynamoDB as the state table asks for: one item a subject, and writes whose condition is an OR of ANDs. A
 * comparison with an attribute that is not there is false, as in DynamoDB.
 */
export function inMemoryTable() {
  const items = new Map<string, Item>();
  const check = (subject: string, condition: string | undefined, values: Item) => {
    if (condition === undefined || holds(condition, items.get(subject) ?? {}, values)) return;
    throw new ConditionalCheckFailedException({ message: 'The condition failed', $metadata: {} });
  };
  return {
    put: ({ Item: item = {}, ConditionExpression, ExpressionAttributeValues }: PutItemCommandInput): object => {
      const subject = item['subject']!.S!;
      check(subject, ConditionExpression, plain(ExpressionAttributeValues));
      items.set(subject, plain(item));
      return {};
    },
    delete: ({ Key, ConditionExpression, ExpressionAttributeValues }: DeleteItemCommandInput): object => {
      const subject = Key!['subject']!.S!;
      check(subject, ConditionExpression, plain(ExpressionAttributeValues));
      items.delete(subject);
      return {};
    },
    update: (input: UpdateItemCommandInput): object => {
      const subject = input.Key!['subject']!.S!;
      const item = items.get(subject);
      const values = plain(input.ExpressionAttributeValues);
      const { ConditionExpression: condition } = input;
      if (condition !== undefined && !holds(condition, item ?? {}, values)) {
        const seen = { progress: { S: String(item?.['progress']) } };
        throw new ConditionalCheckFailedException({ message: 'The condition failed', $metadata: {}, Item: seen });
      }
      items.set(subject, { ...item, subject, ...assigned(input.UpdateExpression!, values) });
      return {};
    },
  };
}

const plain = (attributes: Record<string, AttributeValue> = {}): Item =>
  Object.fromEntries(Object.entries(attributes).map(([key, { S, N }]) => [key, S ?? Number(N)]));

const holds = (condition: string, item: Item, values: Item): boolean =>
  condition.split(' OR ').some((all) => all.split(' AND ').every((one) => isTrue(one, item, values)));

function isTrue(condition: string, item: Item, values: Item): boolean {
  const absent = /attribute_not_exists\((\w+)\)/.exec(condition)?.[1];
  if (absent !== undefined) return item[absent] === undefined;
  const [, name = '', operator, value = ''] = /^\(?(\w+) (=|<|<>) (:\w+)\)?$/.exec(condition) ?? [];
  const [left, right] = [item[name], values[value]];
  if (operator === undefined || right === undefined) throw new Error(`Not a condition: ${condition}`);
  if (left === undefined) return false;
  if (operator === '=') return left === right;
  return operator === '<' ? left < right : left !== right;
}

const assigned = (expression: string, values: Item): Item =>
  Object.fromEntries(
    [...expression.matchAll(/(\w+) = (:\w+)/g)].map(([, name = '', key = '']) => [name, values[key]!]),
  );
