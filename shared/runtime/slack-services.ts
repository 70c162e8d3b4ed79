import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type Calls, counted } from '../aws/count-calls.ts';
import { postJson } from '../aws/post-json.ts';
import { webhookReader } from '../aws/read-webhook.ts';
import { slackQueue } from '../aws/slack-queue.ts';
import { slackWebhook } from '../aws/slack-webhook.ts';
import type { SlackQueue, Webhook } from '../workflow/post-to-slack.ts';
import type { Log } from '../workflow/ports.ts';
import { log } from './logger.ts';
import { accountOf } from './settings.ts';
import { readSlackSettings, type SlackSettings } from './slack-settings.ts';

type SlackServices = {
  readonly webhook: Webhook;
  readonly queue: SlackQueue;
  readonly log: Log;
  readonly calls: Calls;
};

/** A read that hangs must not use up the function's time: the whole batch would come back, what was posted with it. */
const IN_TIME = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

/** What posting to Slack needs, built once per cold start: neither IAM nor the state table nor a topic. */
export function slackServices(settings: SlackSettings = readSlackSettings(process.env)): SlackServices {
  const calls: Calls = { made: 0 };
  const read = webhookReader(
    { name: settings.SLACK_WEBHOOK, host: settings.SLACK_HOST },
    { ssm: counted(new SSMClient(IN_TIME), calls), secrets: counted(new SecretsManagerClient(IN_TIME), calls) },
  );
  const urls = { messages: settings.SLACK_MESSAGES_URL, deadLetters: settings.SLACK_DEAD_LETTERS_URL };
  return {
    webhook: slackWebhook(read, postJson, accountOf(settings)),
    queue: slackQueue(counted(new SQSClient({}), calls), urls),
    log,
    calls,
  };
}
