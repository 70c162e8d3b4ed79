import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { SOURCE } from '../../shared/aws/emit-events.ts';
import { toCanonical } from '../../shared/messages/canonical.ts';
import { toDomainEvents } from '../../shared/messages/to-domain-events.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { messageCases } from '../cases/message-cases.ts';

type Json = Readonly<Record<string, unknown>>;

const read = (name: string) => JSON.parse(readFileSync(`docs/schemas/${name}.json`, 'utf8'), closed) as Json;

/** The schemas let a later field pass; here none may stand in an output that the schema does not tell of. */
function closed(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && 'properties' in value && 'required' in value;
  return isObject ? { additionalProperties: false, ...value } : value;
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const isMessage = ajv.compile(read('message'));
const isEvent = ajv.compile(read('event'));

describe.each(messageCases)('$name', ({ notification }) => {
  const canonical = JSON.parse(toCanonical(toMessage(notification))) as Json;
  const events = toDomainEvents(notification).map(({ detailType, detail }) => ({
    source: SOURCE,
    'detail-type': detailType,
    detail: JSON.parse(JSON.stringify(detail)) as Json,
  }));

  test('is a message by docs/schemas/message.json', () => {
    expect([isMessage(canonical), isMessage.errors]).toEqual([true, null]);
  });

  test('is events by docs/schemas/event.json', () => {
    for (const event of events) expect([isEvent(event), isEvent.errors]).toEqual([true, null]);
  });

  test.each(['schemaVersion', 'account', 'at'])('is none of it without %s', (field) => {
    expect(isMessage(without(field, canonical))).toBe(false);
    for (const event of events) expect(isEvent({ ...event, detail: without(field, event.detail) })).toBe(false);
  });
});

const without = (field: string, json: Json) =>
  Object.fromEntries(Object.entries(json).filter(([key]) => key !== field));

test('the cases show each detail-type that the schema knows', () => {
  const known = read('event')['oneOf'] as { properties: { 'detail-type': { enum: string[] } } }[];

  const shown = messageCases.flatMap(({ notification }) => toDomainEvents(notification)).map((one) => one.detailType);

  expect([...new Set<string>(shown)].toSorted()).toEqual(
    known.flatMap(({ properties }) => properties['detail-type'].enum).toSorted(),
  );
});
