import { CreateUserCommand } from '@aws-sdk/client-iam';
import { enrolVirtualDevice, givePassword } from '../local/demo/arrange.ts';
import type { Stack } from '../local/stack.ts';
import { passwordCreated } from '../test/e2e/envelope.ts';
import { median } from './percentile.ts';
import { attachedAfter, type TraceEvent, type TracedCall } from './trace-event.ts';

/** Added to each answer of IAM and of what tells, in milliseconds: far more than they take by themselves. */
const LATENCY_MS = 200;
const REPETITIONS = 3;

const SITUATIONS = ['leads to an attach', 'user is fine', 'second delivery'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** What a notification goes through, as the local AWS's call log names it. */
export const TELLING = ['dynamodb', 'sns', 'events', 'ses'] as const;
export type TellingService = (typeof TELLING)[number];

export type CallCount = {
  readonly situation: Situation;
  /** `service Action`, in the order of the answers. */
  readonly calls: readonly string[];
  readonly iam: number;
  /** Calls by which people and machines are told, by service: table, topics, bus, mail. */
  readonly telling: Readonly<Record<TellingService, number>>;
  /** How many answers were waited for one after the other; null where nothing is attached. */
  readonly roundTripsToAttach: number | null;
  readonly roundTripsInAll: number;
};

/**
 * Counts by the local AWS's call log. Round trips: what LATENCY_MS on every answer adds to the time, divided by it,
 * since calls side by side wait together. The trail has to be off.
 */
export async function countCalls(
  stack: Stack,
  trace: TraceEvent,
  say: (text: string) => void,
): Promise<readonly CallCount[]> {
  const counts: CallCount[] = [];
  for (const situation of SITUATIONS) {
    say(`counting the calls of an event: ${situation}`);
    const swift = await repeat(stack, trace, situation, 'swift');
    await stack.aws.doors.addFaults(
      ...['iam', ...TELLING].map((service) => ({ kind: 'latency', service, milliseconds: LATENCY_MS }) as const),
    );
    const slow = await repeat(stack, trace, situation, 'slow');
    await stack.aws.doors.clearFaults();
    counts.push(compare(situation, swift, slow));
  }
  return counts;
}

type Traces = readonly (readonly TracedCall[])[];

function compare(situation: Situation, swift: Traces, slow: Traces): CallCount {
  const calls = swift.at(-1) ?? [];
  const countOf = (name: string) => calls.filter(({ service }) => service === name).length;
  const roundTrips = (ends: (calls: readonly TracedCall[]) => number) =>
    (median(slow.map(ends)) - median(swift.map(ends))) / LATENCY_MS;
  return {
    situation,
    calls: calls.map(({ service, action }) => `${service} ${action}`),
    iam: countOf('iam'),
    telling: { dynamodb: countOf('dynamodb'), sns: countOf('sns'), events: countOf('events'), ses: countOf('ses') },
    roundTripsToAttach:
      attachedAfter(calls) === undefined ? null : roundTrips((some) => attachedAfter(some) ?? Number.NaN),
    roundTripsInAll: roundTrips((some) => Math.max(...some.map(({ afterMs }) => afterMs))),
  };
}

/** One event more than is counted: the first may find a cold function. */
async function repeat(stack: Stack, trace: TraceEvent, situation: Situation, label: string): Promise<Traces> {
  const traces: (readonly TracedCall[])[] = [];
  for (let repetition = 0; repetition <= REPETITIONS; repetition++) {
    const userName = `${situation}-${label}-${repetition}`.replaceAll(' ', '-');
    const envelope = await arrange(stack, trace, situation, userName);
    traces.push(await trace(stack.outputs.EvaluateUserFunction, envelope));
  }
  return traces.slice(1);
}

async function arrange(stack: Stack, trace: TraceEvent, situation: Situation, userName: string): Promise<unknown> {
  const Tags = [{ Key: 'owner', Value: 'team-a@example.com' }];
  await stack.iam.send(new CreateUserCommand({ UserName: userName, Tags }));
  await givePassword(stack.iam, userName);
  if (situation === 'user is fine') await enrolVirtualDevice(stack.iam, userName, userName);
  const envelope = passwordCreated(userName, new Date());
  if (situation === 'second delivery') await trace(stack.outputs.EvaluateUserFunction, envelope);
  return envelope;
}
