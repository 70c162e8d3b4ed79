import * as v from 'valibot';
import { ALERT, matching, orNone, parse } from './settings.ts';

const { ACCOUNT_ID, ACCOUNT_NAME, PARTITION } = ALERT;
const queueUrl = matching(/^https?:\/\/\S+$/, 'the URL of an SQS queue');

const slackSettings = v.object({
  ACCOUNT_ID,
  ACCOUNT_NAME,
  PARTITION,
  /** Where the webhook is kept. The webhook itself is a secret and never a setting. */
  SLACK_WEBHOOK: matching(
    /^\/.+$|^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+$/,
    'the name of a parameter that begins with a slash, or the ARN of a secret',
  ),
  SLACK_HOST: orNone(/^[\w.-]+(:\d{1,5})?$/, 'a host such as hooks.slack.com'),
  SLACK_MESSAGES_URL: queueUrl,
  SLACK_DEAD_LETTERS_URL: queueUrl,
});

export type SlackSettings = v.InferOutput<typeof slackSettings>;

export const readSlackSettings = (environment: Readonly<Record<string, string | undefined>>): SlackSettings =>
  parse(slackSettings, environment);
