import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { sweepMemory } from '../../shared/aws/sweep-memory.ts';
import type { SweepMemory } from '../../shared/workflow/ports.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { inMemoryTable } from './in-memory-table.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-24T03:00:00Z');
const at = (minutes: number) => new Date(START + minutes * MINUTE);
const dynamodb = mockClient(DynamoDBClient);

function theTable(): SweepMemory {
  const table = inMemoryTable();
  dynamodb.reset();
  dynamodb.on(PutItemCommand).callsFake(table.put);
  dynamodb.on(DeleteItemCommand).callsFake(table.delete);
  return sweepMemory(new DynamoDBClient({}), 'state', '111111111111');
}

/** The fake that sweeps are tested with and the table's conditional writes keep the same rules. */
describe.each([
  ['the table', theTable],
  ['the fake', () => sweeping(anAccount()).services.memory],
])('a lease on %s', (_, build) => {
  let memory: SweepMemory;
  beforeEach(() => {
    memory = build();
  });

  test('is taken by the first, and by nobody else while it lasts', async () => {
    expect(await memory.takeLease('s-1', at(15), at(0))).toBe(true);
    expect(await memory.takeLease('s-2', at(29), at(14))).toBe(false);
  });

  test('is taken again by the same sweep: a retry goes on', async () => {
    await memory.takeLease('s-1', at(15), at(0));

    expect(await memory.takeLease('s-1', at(16), at(1))).toBe(true);
    expect(await memory.takeLease('s-2', at(30), at(15.5))).toBe(false);
  });

  test('of a sweep that died runs out', async () => {
    await memory.takeLease('s-1', at(15), at(0));

    expect(await memory.takeLease('s-2', at(31), at(16))).toBe(true);
  });

  test('is free as soon as it is given back', async () => {
    await memory.takeLease('s-1', at(15), at(0));
    await memory.releaseLease('s-1');

    expect(await memory.takeLease('s-2', at(16), at(1))).toBe(true);
  });

  test('that another sweep has by now is not given back, and that is no failure', async () => {
    await memory.takeLease('s-1', at(15), at(0));
    await memory.takeLease('s-2', at(31), at(16));

    await memory.releaseLease('s-1');

    expect(await memory.takeLease('s-3', at(32), at(17))).toBe(false);
  });
});
