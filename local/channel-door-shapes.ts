import * as v from 'valibot';

const Post = v.object({
  at: v.string(),
  webhook: v.string(),
  body: v.looseObject({}),
  /** How often the same body was sent to the webhook, this time included. */
  tries: v.number(),
});

const Try = v.object({
  at: v.string(),
  webhook: v.string(),
  status: v.number(),
  answer: v.string(),
  body: v.string(),
});

const Mail = v.object({
  at: v.string(),
  messageId: v.string(),
  from: v.string(),
  to: v.array(v.string()),
  cc: v.array(v.string()),
  bcc: v.array(v.string()),
  replyTo: v.array(v.string()),
  subject: v.nullable(v.string()),
  text: v.nullable(v.string()),
  html: v.nullable(v.string()),
  configurationSet: v.nullable(v.string()),
  headers: v.record(v.string(), v.string()),
  tags: v.record(v.string(), v.string()),
});

const BusEvent = v.object({
  id: v.string(),
  source: v.string(),
  detailType: v.string(),
  detail: v.unknown(),
  resources: v.array(v.string()),
});

/** What the doors to the channels answer. */
export const channelShapes = {
  posts: v.object({ posts: v.array(Post) }),
  tries: v.object({ tries: v.array(Try) }),
  mails: v.object({ mails: v.array(Mail) }),
  busEvents: v.object({ events: v.array(BusEvent) }),
  sandbox: v.object({ on: v.boolean() }),
  told: v.object({ told: v.array(v.string()) }),
};

/** A message that Slack took; `webhook` is the path behind `/_slack/services/`. */
export type SlackPost = v.InferOutput<typeof Post>;
/** A request to a webhook and how it was answered. */
export type SlackTry = v.InferOutput<typeof Try>;

/** A mail that SES accepted. */
export type SesMail = v.InferOutput<typeof Mail>;
/** An entry of PutEvents that a bus accepted. */
export type BusEvent = v.InferOutput<typeof BusEvent>;
/** What becomes of a mail: a bounce that is permanent (no such mailbox) or not (mailbox full), a complaint, nothing. */
export type MailOutcome = 'permanent' | 'transient' | 'complaint' | 'delivery';

/** How Slack answers instead of `ok`. */
export type SlackAnswer = {
  /** Without it the message is judged as ever, and taken before Slack hangs. */
  readonly status?: 400 | 403 | 404 | 410 | 429 | 500 | 503;
  /** Slack's word for it; by default invalid_payload, invalid_token, no_service, … as the status has it. */
  readonly answer?: string;
  /** Seconds, of a 429; 30 unless said otherwise. */
  readonly retryAfter?: number;
  /** How long Slack hangs before it answers. */
  readonly milliseconds?: number;
  /** How many requests are answered so; without it all, until it is cleared. */
  readonly times?: number;
  /** A part of the webhook's path; without it every webhook answers so. */
  readonly webhook?: string;
};
