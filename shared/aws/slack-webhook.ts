import type { Account } from '../domain/account.ts';
import type { Delivery } from '../domain/posting.ts';
import type { SlackAnswer } from '../domain/slack-answer.ts';
import { composeForeign } from '../messages/compose-foreign.ts';
import { renderSlack } from '../messages/render-slack.ts';
import { visible } from '../messages/visible.ts';
import type { HttpAnswer } from './post-json.ts';
import type { ReadWebhook } from './read-webhook.ts';
import { withoutWebhook } from './webhook-url.ts';

export type Post = (url: URL, body: string) => Promise<HttpAnswer>;

/** What Slack says of a webhook that was revoked or may not post, or of a channel that is gone or archived. */
const GONE = [401, 403, 404, 410];

/** Seconds to wait when Slack does not say. */
const A_PAUSE = '30';

/**
 * Posts by Slack's incoming webhook. One that is gone may have been renewed since it was read: it is read once more.
 * {@link https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors}
 */
export function slackWebhook(read: ReadWebhook, post: Post, account: Account) {
  return {
    post: async (delivery: Delivery): Promise<SlackAnswer> => {
      const body = JSON.stringify(renderSlack(messageOf(delivery, account)));
      const known = await read('cached');
      if (known.kind === 'no-webhook') return known;
      const first = toAnswer(await post(known.url, body), known.url);
      if (first.kind !== 'no-webhook') return first;
      const renewed = await read('afresh');
      if (renewed.kind === 'no-webhook') return renewed;
      if (renewed.url.href === known.url.href) return first;
      return toAnswer(await post(renewed.url, body), renewed.url);
    },
  };
}

function messageOf({ posting, id, sentAt }: Delivery, account: Account) {
  return posting.kind === 'message' ? posting.message : composeForeign(posting, { account, id, at: sentAt });
}

function toAnswer(answer: HttpAnswer, url: URL): SlackAnswer {
  const quoted = (text: string) => visible(withoutWebhook(text, url).trim(), 200);
  if (answer.kind === 'failed') {
    return {
      kind: 'unreachable',
      why: `Slack could not be reached (${quoted(answer.why)}). It is tried again by itself.`,
    };
  }
  const { status, retryAfter = A_PAUSE } = answer;
  const said = `${status} ${quoted(answer.text)}`.trim();
  if (status >= 200 && status < 300) return { kind: 'posted' };
  if (status === 429) {
    const seconds = Number(retryAfter);
    const pause = Number.isFinite(seconds) ? seconds : Number(A_PAUSE);
    return { kind: 'slow-down', seconds: pause, why: `Slack asks for a pause of ${pause} s (${said}).` };
  }
  if (GONE.includes(status)) {
    return {
      kind: 'no-webhook',
      why: `Slack does not take the webhook (${said}), also after reading it again. Renew it and put it into the secret that SlackWebhook names: docs/notifications.md. Until then messages wait in the queue.`,
    };
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return {
      kind: 'refused',
      error: said,
      why: `Slack refused a message (${said}). It stands in the queue SlackDeadLetters: docs/notifications.md tells how to go on.`,
    };
  }
  return { kind: 'unreachable', why: `Slack answered ${said}. It is tried again by itself.` };
}
