import * as v from 'valibot';

import { LocalAwsError } from './local-aws-error.ts';

const Letter = v.object({
  to: v.string(),
  protocol: v.picklist(['email', 'email-json']),
  topic: v.string(),
  subject: v.nullable(v.string()),
  text: v.string(),
  attributes: v.record(v.string(), v.nullable(v.string())),
});

const Call = v.object({
  at: v.string(),
  service: v.string(),
  action: v.string(),
  principal: v.string(),
  status: v.number(),
  error: v.optional(v.string()),
  userName: v.optional(v.string()),
});

const Delivery = v.object({
  function: v.string(),
  queued: v.number(),
  running: v.number(),
  waiting: v.array(v.object({ due: v.string(), attempts: v.number() })),
});

const Credentials = v.object({
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.string(),
  // As the SDK's clients take it.
  expiration: v.pipe(
    v.string(),
    v.transform((text) => new Date(text)),
  ),
});

const Clock = v.object({ now: v.string(), offsetSeconds: v.number() });
const Nothing = v.object({});

/** A mail that SNS would have sent. */
export type Letter = v.InferOutput<typeof Letter>;
/** A call to an AWS API that was answered. */
export type Call = v.InferOutput<typeof Call>;
/** The asynchronous events of one function that are still on their way. */
export type Delivery = v.InferOutput<typeof Delivery>;
export type Credentials = v.InferOutput<typeof Credentials>;

/** Something that goes wrong on purpose, until it is cleared. What is left out matches anything. */
export type Fault =
  | {
      readonly kind: 'refuse';
      readonly service: string;
      readonly action: string;
      readonly userName?: string;
      readonly code: string;
      readonly status: number;
      readonly message: string;
      /** How many calls are answered so. */
      readonly times: number;
    }
  | {
      /** Reads answer as before the user's last write until the clock is `seconds` past it. */
      readonly kind: 'stale';
      readonly service: 'iam';
      readonly action: 'GetLoginProfile' | 'ListMFADevices';
      readonly userName?: string;
      readonly seconds: number;
    }
  | { readonly kind: 'latency'; readonly service?: string; readonly action?: string; readonly milliseconds: number }
  | { readonly kind: 'page-size'; readonly service: 'iam'; readonly action?: string; readonly size: number };

export type SignIn = { readonly user: string; readonly mfa: boolean; readonly success?: boolean };

/** What tests may ask of the local AWS beyond AWS. */
export type Doors = ReturnType<typeof createDoors>;

/** The doors of the local AWS at an endpoint. */
export function createDoors(endpoint: string) {
  const at = <S extends v.GenericSchema>(schema: S, method: string, door: string, body?: unknown) =>
    ask(endpoint, schema, method, door, body);
  return {
    mail: async () => (await at(v.object({ mail: v.array(Letter) }), 'GET', 'mail')).mail,
    clearMail: () => at(Nothing, 'DELETE', 'mail'),
    calls: async () => (await at(v.object({ calls: v.array(Call) }), 'GET', 'calls')).calls,
    clearCalls: () => at(Nothing, 'DELETE', 'calls'),
    /** While the trail is off, no call reaches the event bus. */
    trail: (on: boolean) => at(v.object({ on: v.boolean() }), 'POST', 'trail', { on }),
    /** Full envelopes onto the default bus as they are; answers their ids. */
    putEvents: async (envelopes: readonly unknown[]) =>
      (await at(v.object({ ids: v.array(v.string()) }), 'POST', 'events', envelopes)).ids,
    /** The event of a sign-in to the console, by `root` or an IAM user. */
    signIn: (signIn: SignIn) => at(v.object({ id: v.string() }), 'POST', 'sign-in', signIn),
    /** Credentials such as the console works with after that sign-in. */
    consoleSession: (session: { readonly user: string; readonly mfa: boolean }) =>
      at(Credentials, 'POST', 'console-session', session),
    addFaults: (...faults: readonly Fault[]) =>
      at(v.object({ faults: v.array(v.unknown()) }), 'POST', 'faults', faults),
    clearFaults: () => at(Nothing, 'DELETE', 'faults'),
    clock: () => at(Clock, 'GET', 'clock'),
    /** Sets the clock of the emulator and of the functions forward. */
    advanceClock: (seconds: number) => at(Clock, 'POST', 'clock', { advance: seconds }),
    deliveries: async () => (await at(v.object({ functions: v.array(Delivery) }), 'GET', 'deliveries')).functions,
    /** Back to an empty account, real time, trail on. */
    reset: () => at(Nothing, 'POST', 'reset'),
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
