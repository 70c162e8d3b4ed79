/** A webhook, or a sentence about what is wrong with it, which does not repeat it: it is a secret. */
export type WebhookUrl =
  { readonly kind: 'url'; readonly url: URL } | { readonly kind: 'no-webhook'; readonly why: string };

/** {@link https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks} */
const SLACK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** `name` is what SlackWebhook names, `host` what SlackHost does: Slack's own unless it names another. */
export function toWebhookUrl(secret: unknown, name: string, host: string | undefined): WebhookUrl {
  const wrong = (what: string): WebhookUrl => ({
    kind: 'no-webhook',
    why: `The secret ${name} that SlackWebhook names ${what} (docs/notifications.md). Until then its messages wait in the queue.`,
  });
  const text = typeof secret === 'string' ? secret.trim() : '';
  const url = /^https?:\/\/[^\s"]+$/.test(text) ? URL.parse(text) : null;
  if (url === null) {
    return wrong('does not hold the URL of a webhook: put the whole URL into it, as plain text and nothing else');
  }
  if (!isNamed(url, host)) {
    const hosts = host ?? SLACK_HOSTS.join(' and ');
    return wrong(`holds the URL of another host than ${hosts}: correct it, or name its host in SlackHost`);
  }
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname)) {
    return wrong('holds a URL without https: correct it');
  }
  return { kind: 'url', url };
}

/** Of this machine itself any port will do. Plain http is for a local stand-in, which only SlackHost can name. */
function isNamed({ host, hostname }: URL, named: string | undefined): boolean {
  if (named === undefined) return SLACK_HOSTS.includes(host);
  return host === named || (LOOPBACK.test(hostname) && hostname === named);
}

/** A text in which nothing of the webhook is left. */
export function withoutWebhook(text: string, { href, host, pathname, search }: URL): string {
  const parts = [href, `${host}${pathname}`, pathname, search, ...pathname.split('/')];
  return parts
    .filter((part) => part.length >= 6 && part !== 'services')
    .reduce((left, part) => left.replaceAll(part, '[webhook]'), text);
}
