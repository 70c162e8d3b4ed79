import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { stateTable } from '../../shared/aws/state-table.ts';
import type { State } from '../../shared/workflow/ports.ts';
import { inMemoryState } from '../fakes/in-memory-state.ts';
import { inMemoryTable } from './in-memory-table.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.parse('2026-11-24T12:00:00Z');
const after = (milliseconds: number) => new Date(START + milliseconds);
const telling = { subject: '111111111111#user#jane.doe#user-guarded', eventId: 'e-1', silence: MINUTE } as const;
const laterEvent = { ...telling, eventId: 'e-2' };

const sameAs =
  (...channels: readonly string[]) =>
  (all: readonly string[]) =>
    all.toSorted().join() === channels.join();

const dynamodb = mockClient(DynamoDBClient);

function theTable(): State {
  const table = inMemoryTable();
  dynamodb.reset();
  dynamodb.on(UpdateItemCommand).callsFake(table.update);
  return stateTable(new DynamoDBClient({}), 'state');
}

/** The fake that the workflows are tested with and the table's conditional write keep the same rules. */
describe.each([
  ['the table', theTable],
  ['the fake', () => inMemoryState().state],
])('a claim on %s', (_, build) => {
  let state: State;
  beforeEach(() => {
    state = build();
  });

  test('is won by the first, and nobody else while it lasts', async () => {
    expect(await state.claim(telling, after(0))).toMatchObject({ kind: 'ours' });
    expect(await state.claim(telling, after(0))).toMatchObject({ kind: 'theirs' });
    expect(await state.claim(laterEvent, after(30_000))).toMatchObject({ kind: 'theirs' });
  });

  test('of an attempt that died is won by the retry a minute later', async () => {
    await state.claim(telling, after(0));

    expect(await state.claim(telling, after(MINUTE))).toMatchObject({ kind: 'ours' });
  });

  test('says nothing of another story', async () => {
    await state.claim(telling, after(0));

    expect(await state.claim({ ...telling, subject: 'another' }, after(0))).toMatchObject({ kind: 'ours' });
  });

  test('on what was told is lost for ever by the event that was told', async () => {
    await state.claim(telling, after(0));
    await state.markTold(telling, after(1_000));

    expect(await state.claim(telling, after(2_000))).toMatchObject({ kind: 'told' });
    expect(await state.claim(telling, after(DAY))).toMatchObject({ kind: 'told' });
  });

  test('on what was told is won by another event once the silence is over, and not before', async () => {
    await state.claim(telling, after(0));
    await state.markTold(telling, after(1_000));

    expect(await state.claim(laterEvent, after(30_000))).toMatchObject({ kind: 'told' });
    expect(await state.claim(laterEvent, after(2 * MINUTE))).toMatchObject({ kind: 'ours' });
  });

  test('tells by which channels an earlier attempt has told, until all is told', async () => {
    await state.claim(telling, after(0));
    await state.markPartly(telling, ['owners', 'mail']);

    const retry = await state.claim(telling, after(MINUTE));
    await state.markTold(telling, after(MINUTE));
    const another = await state.claim(laterEvent, after(3 * MINUTE));

    expect(retry).toEqual({ kind: 'ours', already: expect.toSatisfy(sameAs('mail', 'owners')) as unknown });
    expect(another).toEqual({ kind: 'ours', already: [] });
  });

  test('of another event is another story, whatever an attempt at the first has told in part', async () => {
    await state.claim(telling, after(0));
    await state.markPartly(telling, ['owners']);

    expect(await state.claim(laterEvent, after(MINUTE))).toEqual({ kind: 'ours', already: [] });
  });

  test('on a story that is told for good is lost by every event', async () => {
    await state.claim(telling, after(0));
    await state.markTold(telling, after(1_000));

    expect(await state.claim({ ...laterEvent, silence: 'forever' }, after(30 * DAY))).toMatchObject({ kind: 'told' });
  });
});

test('a story that expired and was not collected yet can be told anew', async () => {
  const state = theTable();
  await state.claim(telling, after(0));
  await state.markTold(telling, after(0));

  expect(await state.claim({ ...telling, silence: 'forever' }, after(401 * DAY))).toMatchObject({ kind: 'ours' });
});
