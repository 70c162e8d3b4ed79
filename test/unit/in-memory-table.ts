import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/**
 * As much of DynamoDB as the state table asks for: one item a subject, updates of SET and REMOVE, and conditions that
 * are an OR of ANDs. A comparison with an attribute that is not there is false, as in DynamoDB.
 */
export function inMemoryTable() {
  const items = new Map<string, Item>();
  return {
    update: (input: UpdateItemCommandInput): object => {
      const { Key = {}, ConditionExpression: condition, ExpressionAttributeValues: values = {} } = input;
      const subject = Key['subject']!.S!;
      const item = items.get(subject) ?? {};
      if (condition !== undefined && !holds(condition, item, values)) {
        throw new ConditionalCheckFailedException({ message: 'The condition failed', $metadata: {}, Item: item });
      }
      const after = { ...updated(item, input.UpdateExpression!, values), ...Key };
      items.set(subject, after);
      const answers = { ALL_NEW: after, UPDATED_NEW: after, ALL_OLD: item, UPDATED_OLD: item, NONE: undefined };
      return { Attributes: answers[input.ReturnValues ?? 'NONE'] };
    },
    /** What is stored under a subject. */
    itemOf: (subject: string): Item | undefined => items.get(subject),
  };
}

const scalar = (attribute: AttributeValue | undefined): string | number | undefined =>
  attribute?.N === undefined ? attribute?.S : Number(attribute.N);

const holds = (condition: string, item: Item, values: Item): boolean =>
  condition.split(' OR ').some((all) => all.split(' AND ').every((one) => isTrue(one, item, values)));

function isTrue(condition: string, item: Item, values: Item): boolean {
  const absent = /attribute_not_exists\((\w+)\)/.exec(condition)?.[1];
  if (absent !== undefined) return item[absent] === undefined;
  const [, name = '', operator, value = ''] = /^\(?(\w+) (=|<|<>) (:\w+)\)?$/.exec(condition) ?? [];
  const [left, right] = [scalar(item[name]), scalar(values[value])];
  if (operator === undefined || right === undefined) throw new Error(`Not a condition: ${condition}`);
  if (left === undefined) return false;
  if (operator === '=') return left === right;
  return operator === '<' ? left < right : left !== right;
}

function updated(item: Item, expression: string, values: Item): Item {
  const [sets, removes] = ['SET', 'REMOVE'].map((clause) => partsOf(expression, clause));
  const kept = Object.entries(item).filter(([name]) => !removes!.includes(name));
  const set = sets!.map((part) => {
    const [name = '', value = ''] = part.split(' = ');
    const given = values[value];
    if (given === undefined) throw new Error(`Not an assignment: ${part}`);
    return [name, given] as const;
  });
  return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
}

/** `SET a = :a, b = :b REMOVE c`: the parts of one of its clauses. */
const partsOf = (expression: string, clause: string): readonly string[] =>
  new RegExp(`\\b${clause} (.*?)(?= SET | REMOVE |$)`).exec(expression)?.[1]?.split(', ') ?? [];
