import { IAMClient } from '@aws-sdk/client-iam';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { deployStack } from './deploy.ts';
import { prepareAccount } from './prepare-account.ts';
import { type LocalAws, startLocalAws } from './start.ts';
import { until } from './until.ts';

/** The names of the stack's outputs that tests and the demo use. */
const outputsSchema = v.looseObject({
  GuardArn: v.string(),
  SecurityTopicArn: v.string(),
  OwnersTopicArn: v.string(),
  FailedEventsUrl: v.string(),
  UndeliveredEventsUrl: v.string(),
  StateTableName: v.string(),
  EvaluateUserFunction: v.string(),
  AlertOnRootFunction: v.string(),
});

const failedEvent = v.object({
  requestContext: v.object({ approximateInvokeCount: v.number(), condition: v.string() }),
  requestPayload: v.unknown(),
  responsePayload: v.object({ errorType: v.string(), errorMessage: v.string() }),
});

/** What Lambda writes of an event that a function could not finish. */
export type FailedEvent = v.InferOutput<typeof failedEvent>;

export type Stack = Awaited<ReturnType<typeof startStack>>;

export type StackChoices = {
  readonly mode?: 'observe' | 'enforce';
  /** Other parameters of the stack. */
  readonly params?: Readonly<Record<string, string>>;
  /** What has to be in the account before the stack: a secret, an identity of SES. */
  readonly prepare?: (aws: { readonly endpoint: string; readonly config: ClientConfig }) => Promise<void>;
};

export type ClientConfig = ReturnType<ReturnType<typeof clientConfig>>;

export type Access = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

/** A local AWS with the very serverless.yml of production deployed to it. */
export async function startStack({ mode = 'enforce', params = {}, prepare = nothingMore }: StackChoices = {}) {
  const startedAt = performance.now();
  const aws = await startLocalAws();
  const upSeconds = (performance.now() - startedAt) / 1000;
  try {
    const config = clientConfig(aws);
    await prepareAccount(config());
    await prepare({ endpoint: aws.endpoint, config: config() });
    const deployed = await deployStack(aws, { Mode: mode, SecurityEmail: 'security@example.com', ...params });
    const outputs = v.parse(outputsSchema, deployed.outputs);
    return {
      aws,
      outputs,
      upSeconds,
      deploySeconds: deployed.seconds,
      /** How an SDK client reaches the local AWS: as root, or with the given credentials. */
      config,
      /** The account's root: what a test arranges with. */
      iam: new IAMClient(config()),
      /** Waits until no function has anything left to do but, at most, a retry. */
      quiet: () => quiet(aws),
      /** The events that a function could not finish, taken off the dead-letter queue. */
      failedEvents: async () => {
        const bodies = await receive(new SQSClient(config()), outputs.FailedEventsUrl);
        return bodies.map((body) => v.parse(failedEvent, JSON.parse(body)));
      },
      stop: () => aws.stop(),
    };
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

const nothingMore = () => Promise.resolve();

function clientConfig({ endpoint, region, env }: LocalAws) {
  const root = { accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '' };
  return (credentials: Access = root) => ({ endpoint, region, credentials, maxAttempts: 1 });
}

async function quiet({ doors }: LocalAws): Promise<void> {
  await until(
    'the end of what the functions have to do',
    async () => {
      const busy = (await doors.deliveries()).some(({ queued, running }) => queued + running > 0);
      return busy ? undefined : true;
    },
    120_000,
  );
}

/** Takes what is there off the queue, so that it is seen once. */
async function receive(sqs: SQSClient, queue: string): Promise<readonly string[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
  }
  return Messages.flatMap(({ Body }) => (Body === undefined ? [] : [Body]));
}
