import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
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
const NOTHING = { untold: [], digest: { findingKeys: [], toldAt: undefined, of: undefined } };
const digestOf = (sweepId: string) => ({ findingKeys: ['a|b|open'], toldAt: at(1), of: `${sweepId} complete` });
const dynamodb = mockClient(DynamoDBClient);

function theTable(): SweepMemory {
  const table = inMemoryTable();
  dynamodb.reset();
  dynamodb.on(UpdateItemCommand).callsFake(table.update);
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
    expect(await memory.begin('s-1', at(15), at(0))).toEqual(NOTHING);
    expect(await memory.begin('s-2', at(29), at(14))).toBeUndefined();
  });

  test('is taken again by the same sweep: a retry goes on', async () => {
    await memory.begin('s-1', at(15), at(0));

    expect(await memory.begin('s-1', at(16), at(1))).toEqual(NOTHING);
    expect(await memory.begin('s-2', at(30), at(15.5))).toBeUndefined();
  });

  test('of a sweep that died runs out', async () => {
    await memory.begin('s-1', at(15), at(0));

    expect(await memory.begin('s-2', at(31), at(16))).toEqual(NOTHING);
  });

  test('is free as soon as it is given back', async () => {
    await memory.begin('s-1', at(15), at(0));
    await memory.end('s-1', {});

    expect(await memory.begin('s-2', at(16), at(1))).toEqual(NOTHING);
  });

  test('that another sweep has by now is not given back, and that is no failure', async () => {
    await memory.begin('s-1', at(15), at(0));
    await memory.begin('s-2', at(31), at(16));

    await memory.end('s-1', {});

    expect(await memory.begin('s-3', at(32), at(17))).toBeUndefined();
  });

  test('that another sweep has by now keeps what is remembered: a late end changes none of it', async () => {
    await memory.begin('s-1', at(15), at(0));
    await memory.begin('s-2', at(31), at(16));
    await memory.keepUntold(['jane.doe']);

    await memory.end('s-1', { untold: [], digest: digestOf('s-1') });

    expect(await memory.begin('s-2', at(32), at(17))).toEqual({ ...NOTHING, untold: ['jane.doe'] });
  });

  test('that was given back before is not given back twice: the second end remembers nothing', async () => {
    await memory.begin('s-1', at(15), at(0));
    await memory.end('s-1', { untold: ['jane.doe'] });

    await memory.end('s-1', { untold: [], digest: digestOf('s-1') });

    expect(await memory.begin('s-2', at(16), at(1))).toEqual({ ...NOTHING, untold: ['jane.doe'] });
  });

  test('brings what a sweep that died was about to do', async () => {
    await memory.begin('s-1', at(15), at(0));
    await memory.keepUntold(['jane.doe']);

    expect(await memory.begin('s-1', at(16), at(1))).toEqual({ ...NOTHING, untold: ['jane.doe'] });
    expect(await memory.begin('s-2', at(32), at(17))).toEqual({ ...NOTHING, untold: ['jane.doe'] });
  });

  test('is given back with what has changed, and keeps what has not', async () => {
    await memory.begin('s-1', at(15), at(0));
    await memory.keepUntold(['jane.doe']);
    await memory.end('s-1', { digest: digestOf('s-1') });
    expect(await memory.begin('s-2', at(16), at(1))).toEqual({ untold: ['jane.doe'], digest: digestOf('s-1') });

    await memory.end('s-2', { untold: [] });

    expect(await memory.begin('s-3', at(17), at(2))).toEqual({ untold: [], digest: digestOf('s-1') });
  });
});
