import type { Patch } from '../patch.ts';

const RENDER = 'shared/messages/slack-text.ts';
const WEBHOOK = 'shared/aws/slack-webhook.ts';
const URL = 'shared/aws/webhook-url.ts';
const STACK = 'infrastructure/slack.yml';

/** From the security topic into a Slack channel: nothing forged, nothing lost, the webhook kept secret. */
export const slack: readonly Patch[] = [
  {
    name: 'slack-names-are-read-as-markup',
    why: 'A user named <!channel> wakes everybody up, in the text of notifications.',
    file: RENDER,
    from: "text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')",
    to: "text.replaceAll('&', '&amp;')",
    tests: ['property/slack'],
  },
  {
    name: 'slack-webhook-in-the-log',
    why: 'What Slack or the network says of the webhook stands in the log, and whoever reads it may post.',
    file: URL,
    from: "left.replaceAll(part, '[webhook]')",
    to: 'left.replaceAll(part, part)',
    tests: ['unit/post-to-slack'],
  },
  {
    name: 'slack-host-of-anybody',
    why: 'A webhook that somebody changed sends everything about the account to a host of theirs.',
    file: URL,
    from: 'if (named === undefined) return SLACK_HOSTS.includes(host);',
    to: 'if (named === undefined) return SLACK_HOSTS.some((ours) => host.startsWith(ours));',
    tests: ['unit/post-to-slack'],
  },
  {
    name: 'slack-outage-is-a-refusal',
    why: 'Slack being down for a minute puts every message among the dead letters.',
    file: WEBHOOK,
    from: 'status >= 400 && status < 500 && status !== 408',
    to: 'status >= 400 && status !== 408',
    tests: ['unit/post-to-slack'],
  },
  {
    name: 'slack-alarm-is-dropped',
    why: 'What is on the topic and not ours, such as an alarm, is never posted.',
    file: 'shared/events/parse-deliveries.ts',
    from: 'return parsed.output.Records.map(',
    to: "return parsed.output.Records.filter(({ body }) => parsePosting(body).kind === 'message').map(",
    tests: ['unit/post-to-slack'],
  },
  {
    name: 'slack-message-expires-untold',
    why: 'After four days of trying SQS deletes a message without a word, before it is a dead letter.',
    file: STACK,
    from: 'maxReceiveCount: 375',
    to: 'maxReceiveCount: 400',
    tests: ['unit/template'],
  },
];
