import { CreateUserCommand } from '@aws-sdk/client-iam';
import { givePassword } from '../local/demo/arrange.ts';
import type { Stack } from '../local/stack.ts';
import { passwordCreated } from '../test/e2e/envelope.ts';
import { percentile } from './percentile.ts';
import { attachedAfter, type TraceEvent } from './trace-event.ts';

/** Events of each lane before the first that counts. */
export const WARM_UP = 50;
const PROGRESS_EVERY = 100;

export type Lane = { readonly name: 'product' | 'floor'; readonly functionName: string };

/** Milliseconds from the event to the guard. */
export type LaneResult = {
  readonly name: Lane['name'];
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

type Say = (text: string) => void;

/** The lanes take turns, event by event, each on users of its own; who begins alternates too. The trail has to be off. */
export async function raceLanes(
  stack: Stack,
  trace: TraceEvent,
  lanes: readonly [Lane, Lane],
  { events, say }: { readonly events: number; readonly say: Say },
): Promise<readonly LaneResult[]> {
  const heats = Array.from({ length: WARM_UP + events }, (_, heat) => heat);
  say(`creating ${heats.length * lanes.length} users with passwords`);
  for (const heat of heats) await Promise.all(lanes.map((lane) => createUser(stack, userOf(lane, heat))));

  const times = { product: new Array<number>(), floor: new Array<number>() };
  for (const heat of heats) {
    if (heat === 0) say(`${WARM_UP} events a lane to warm up, then ${events} that count`);
    for (const lane of heat % 2 === 0 ? lanes : lanes.toReversed()) {
      const took = await attachIn(trace, lane, userOf(lane, heat));
      if (heat >= WARM_UP) times[lane.name].push(took);
    }
    const counted = heat + 1 - WARM_UP;
    if (counted > 0 && counted % PROGRESS_EVERY === 0) say(`${counted} of ${events} events a lane`);
  }
  return lanes.map(({ name }) => ({
    name,
    events,
    p50Ms: percentile(times[name], 50),
    p99Ms: percentile(times[name], 99),
  }));
}

const userOf = ({ name }: Lane, heat: number) => `${name}.${heat}`;

async function createUser({ iam }: Stack, userName: string): Promise<void> {
  await iam.send(new CreateUserCommand({ UserName: userName }));
  await givePassword(iam, userName);
}

async function attachIn(trace: TraceEvent, { name, functionName }: Lane, userName: string): Promise<number> {
  const took = attachedAfter(await trace(functionName, passwordCreated(userName, new Date())));
  if (took === undefined) throw new Error(`The ${name} lane did not attach the guard to ${userName}`);
  return took;
}
