import * as v from 'valibot';

import { channelDoors } from './channel-doors.ts';
import type { Ask } from './channel-doors.ts';
import { shapes } from './door-shapes.ts';
import type { Fault, Report, SignIn } from './door-shapes.ts';
import { LocalAwsError } from './local-aws-error.ts';
import type { SeededUser } from './seeded-user.ts';

export type { BusEvent, MailOutcome, SesMail, SlackAnswer, SlackPost, SlackTry } from './channel-door-shapes.ts';
export type { Call, Credentials, Delivery, Fault, Letter, Metric, Report, SignIn } from './door-shapes.ts';
export type { SeededKey, SeededUser } from './seeded-user.ts';

/** What tests may ask of the local AWS beyond AWS. */
export type Doors = ReturnType<typeof createDoors>;

/** The doors of the local AWS at an endpoint. */
export function createDoors(endpoint: string) {
  const at: Ask = (schema, method, door, body) => ask(endpoint, schema, method, door, body);
  return {
    ...channelDoors(at),
    mail: async () => (await at(shapes.mail, 'GET', 'mail')).mail,
    clearMail: () => at(shapes.nothing, 'DELETE', 'mail'),
    calls: async () => (await at(shapes.calls, 'GET', 'calls')).calls,
    clearCalls: () => at(shapes.nothing, 'DELETE', 'calls'),
    /** While the trail is off, no call reaches the event bus; the event history learns of it all the same. */
    trail: (on: boolean) => at(shapes.trail, 'POST', 'trail', { on }),
    /** How many seconds of the clock the event history lags behind. */
    delayHistory: (seconds: number) => at(shapes.trail, 'POST', 'trail', { historyDelay: seconds }),
    /** Full envelopes onto the default bus as they are; answers their ids. */
    putEvents: async (envelopes: readonly unknown[]) => (await at(shapes.ids, 'POST', 'events', envelopes)).ids,
    /** The event of a sign-in to the console, by `root` or an IAM user; `id` is null while the trail is off. */
    signIn: (signIn: SignIn) => at(shapes.signIn, 'POST', 'sign-in', signIn),
    /** Credentials such as the console works with after that sign-in. */
    consoleSession: (session: { readonly user: string; readonly mfa: boolean }) =>
      at(shapes.credentials, 'POST', 'console-session', session),
    /** How credential reports are made from now on, and root's password, device and keys; what is left out stays. */
    report: (report: Report) => at(shapes.report, 'POST', 'report', report),
    /** As in an account that never asked for a credential report. */
    forgetReport: () => at(shapes.nothing, 'DELETE', 'report'),
    /** Gives root a virtual device, or takes it away. */
    rootDevice: (device: { readonly virtual: boolean }) => at(shapes.rootDevice, 'POST', 'root-device', device),
    /** Many users in one call that no trail tells of; answers how many there are now. */
    seed: async (users: readonly SeededUser[]) => (await at(shapes.seed, 'POST', 'seed', { users })).users,
    /** Runs the schedule of that name, or those whose names contain it; answers their names. */
    fire: async (schedule: string) => (await at(shapes.fire, 'POST', 'fire', { schedule })).fired,
    /** Whether schedules run by themselves: what is due now, whenever the clock is set, every ten seconds; at first not. */
    runSchedules: (on: boolean) => at(shapes.schedules, 'POST', 'schedules', { on }),
    /** What functions logged in the embedded metric format. */
    metrics: async () => (await at(shapes.metrics, 'GET', 'metrics')).metrics,
    clearMetrics: () => at(shapes.nothing, 'DELETE', 'metrics'),
    /** Evaluates every alarm on the metrics of now, which no one else does; answers their states. */
    alarms: async () => (await at(shapes.alarms, 'POST', 'alarms')).alarms,
    addFaults: (...faults: readonly Fault[]) => at(shapes.faults, 'POST', 'faults', faults),
    clearFaults: () => at(shapes.nothing, 'DELETE', 'faults'),
    clock: () => at(shapes.clock, 'GET', 'clock'),
    /** Sets the clock of the emulator and of the functions forward. */
    advanceClock: (seconds: number) => at(shapes.clock, 'POST', 'clock', { advance: seconds }),
    deliveries: async () => (await at(shapes.deliveries, 'GET', 'deliveries')).functions,
    /** Back to an empty account, real time, trail on. */
    reset: () => at(shapes.nothing, 'POST', 'reset'),
  };
}

async function ask<S extends v.GenericSchema>(
  endpoint: string,
  schema: S,
  method: string,
  door: string,
  body: unknown,
): Promise<v.InferOutput<S>> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${endpoint}/_local/${door}`, init);
  const answer: unknown = await response.json();
  if (!response.ok) throw new LocalAwsError(`${method} ${door}: ${JSON.stringify(answer)}`);
  return v.parse(schema, answer);
}
