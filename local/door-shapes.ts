import * as v from 'valibot';

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

const Metric = v.object({
  at: v.string(),
  function: v.string(),
  namespace: v.string(),
  name: v.string(),
  value: v.number(),
  unit: v.string(),
  dimensions: v.record(v.string(), v.string()),
});

const Alarm = v.object({ name: v.string(), state: v.picklist(['OK', 'ALARM', 'INSUFFICIENT_DATA']) });

/** What the doors answer. */
export const shapes = {
  nothing: v.object({}),
  mail: v.object({ mail: v.array(Letter) }),
  calls: v.object({ calls: v.array(Call) }),
  deliveries: v.object({ functions: v.array(Delivery) }),
  alarms: v.object({ alarms: v.array(Alarm) }),
  metrics: v.object({ metrics: v.array(Metric) }),
  credentials: v.object({
    accessKeyId: v.string(),
    secretAccessKey: v.string(),
    sessionToken: v.string(),
    // As the SDK's clients take it.
    expiration: v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
    ),
  }),
  trail: v.object({ on: v.boolean(), historyDelay: v.number() }),
  clock: v.object({ now: v.string(), offsetSeconds: v.number() }),
  faults: v.object({ faults: v.array(v.unknown()) }),
  ids: v.object({ ids: v.array(v.string()) }),
  signIn: v.object({ id: v.nullable(v.string()) }),
  report: v.object({
    seconds: v.number(),
    upperCase: v.boolean(),
    extraColumn: v.boolean(),
    rootMfa: v.boolean(),
    rootPassword: v.boolean(),
    rootAccessKeys: v.number(),
  }),
  rootDevice: v.object({ virtual: v.boolean() }),
  seed: v.object({ users: v.number() }),
  schedules: v.object({ on: v.boolean() }),
  fire: v.object({ fired: v.array(v.string()) }),
};

/** A mail that SNS would have sent. */
export type Letter = v.InferOutput<typeof Letter>;
/** A call to an AWS API that was answered. */
export type Call = v.InferOutput<typeof Call>;
/** The asynchronous events of one function, or the messages of one mapped to it, that are still on their way. */
export type Delivery = v.InferOutput<typeof Delivery>;
/** A value that a function wrote into its log in the embedded metric format. */
export type Metric = v.InferOutput<typeof Metric>;
export type Credentials = v.InferOutput<typeof shapes.credentials>;
/** How credential reports are made, and what root signs in with; `seconds` are the clock's. */
export type Report = Partial<v.InferOutput<typeof shapes.report>>;

/** The calls that a fault is about; what is left out, or `*`, matches any. */
type Calls = {
  readonly service?: string;
  readonly action?: string;
  readonly userName?: string;
  /** A part of the caller's ARN, such as the name of a function's role. */
  readonly principal?: string;
};

/** Something that goes wrong on purpose, until it is cleared. */
export type Fault =
  | (Calls & {
      readonly kind: 'refuse';
      readonly code: string;
      readonly status: number;
      readonly message: string;
      /** How many calls are answered so. */
      readonly times: number;
      /** How many are let through before. */
      readonly after?: number;
    })
  /** PutEvents answers, and says of its first `entries`, else of all, that they failed. */
  | (Calls & {
      readonly kind: 'fail-entries';
      readonly code: string;
      readonly message?: string;
      readonly entries?: number;
      readonly times: number;
      readonly after?: number;
    })
  /** Each action may be called so often in a second of the clock; what is too much is throttled. */
  | (Calls & { readonly kind: 'rate'; readonly perSecond: number })
  | (Calls & { readonly kind: 'latency'; readonly milliseconds: number })
  | {
      /** Reads answer as before the user's last write until the clock is `seconds` past it. */
      readonly kind: 'stale';
      readonly service: 'iam';
      readonly action: 'GetLoginProfile' | 'ListMFADevices';
      readonly userName?: string;
      readonly seconds: number;
    }
  | ({ readonly kind: 'page-size'; readonly service?: 'iam' | 'cloudtrail'; readonly action?: string } & (
      | { readonly size: number }
      /** One page after the other, and from the start again; a page may have no item at all. */
      | { readonly sizes: readonly number[] }
    ));

export type SignIn = { readonly user: string; readonly mfa: boolean; readonly success?: boolean };
