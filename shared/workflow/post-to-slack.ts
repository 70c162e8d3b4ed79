import type { Delivery } from '../domain/posting.ts';
import type { SlackAnswer } from '../domain/slack-answer.ts';
import type { Log } from './ports.ts';

/** Never throws: whatever went wrong is an answer. */
export type Webhook = { post(delivery: Delivery): Promise<SlackAnswer> };

/** The queue that the postings come from. */
export type SlackQueue = {
  /** Hands the posting over again, after so many seconds. */
  delay(delivery: Delivery, seconds: number): Promise<void>;
  /** Puts it among the dead letters, with the error that brought it there. */
  bury(delivery: Delivery, error: string): Promise<void>;
};

/** {@link https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html} */
export type Posted = {
  readonly posted: number;
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
};

type Services = { readonly webhook: Webhook; readonly queue: SlackQueue; readonly log: Log };

/** Milliseconds that one post may take: the webhook read twice, each time tried twice, and posted to twice. */
const A_POST_MS = 35_000;

/** SQS's longest is 12 hours since the message was received, which may be a minute ago: the function's timeout. */
const LONGEST_SECONDS = 43_200 - 60;

/**
 * Posts one after the other, in Slack's own measure of one a second. What stops one (a pause, an outage, no webhook)
 * would stop those behind it too: they go back untried. What Slack refuses stops nobody else.
 */
export async function postToSlack(
  deliveries: readonly Delivery[],
  remaining: () => number,
  { webhook, queue, log }: Services,
): Promise<Posted> {
  const failed: Delivery[] = [];
  let posted = 0;
  let stop: Stop | undefined;
  for (const delivery of deliveries) {
    const answer = stop ?? (remaining() < A_POST_MS ? OUT_OF_TIME : await webhook.post(delivery));
    if (answer.kind === 'posted') {
      posted += 1;
      continue;
    }
    if (answer.kind === 'refused') {
      if (!(await isBuried(delivery, answer, { queue, log }))) failed.push(delivery);
      continue;
    }
    if (stop === undefined) log.warn(answer.why, { answer: answer.kind, eventId: delivery.id });
    stop = answer;
    failed.push(delivery);
    await delay(delivery, pauseOf(answer, delivery), { queue, log });
  }
  log.info('Posted to Slack', { posted, goBack: failed.length });
  return { posted, batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
}

type Stop = Exclude<SlackAnswer, { kind: 'posted' | 'refused' }>;

const OUT_OF_TIME: Stop = {
  kind: 'slow-down',
  seconds: 1,
  why: 'The time of the function is up: the rest of the batch goes back to the queue and is posted next.',
};

/** One minute, two, four, eight, then every quarter of an hour: infrastructure/slack.yml counts on it. */
const pauseOf = (answer: Stop, { receives }: Delivery): number =>
  answer.kind === 'slow-down'
    ? Math.min(Math.max(Math.ceil(answer.seconds), 1), LONGEST_SECONDS)
    : Math.min(60 * 2 ** (Math.max(receives, 1) - 1), 900);

/** Without the pause it comes back when the queue's own visibility timeout ends. */
async function delay(delivery: Delivery, seconds: number, { queue, log }: Pick<Services, 'queue' | 'log'>) {
  try {
    await queue.delay(delivery, seconds);
  } catch (error) {
    log.warn('Could not set when a message comes back: it does when the visibility timeout of the queue ends', {
      error,
    });
  }
}

/** A refusal that cannot be kept among the dead letters is tried again, until the queue itself puts it there. */
async function isBuried(
  delivery: Delivery,
  { error, why }: Extract<SlackAnswer, { kind: 'refused' }>,
  { queue, log }: Pick<Services, 'queue' | 'log'>,
): Promise<boolean> {
  log.warn(why, { answer: 'refused', eventId: delivery.id });
  try {
    await queue.bury(delivery, error);
    return true;
  } catch (cause) {
    log.warn('Could not put a refused message among the dead letters: it goes back to the queue', { error: cause });
    return false;
  }
}
