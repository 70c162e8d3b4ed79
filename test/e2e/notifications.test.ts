import { readFileSync } from 'node:fs';
import { CreateUserCommand, TagUserCommand } from '@aws-sdk/client-iam';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { SubscribeCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { isGuarded, untilGuarded } from '../../local/demo/look.ts';
import { report } from '../../local/demo/report.ts';
import { tellTheOwner } from '../../local/demo/tell-the-owner.ts';
import { withChannels } from '../../local/demo/with-channels.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { until } from '../../local/until.ts';
import { parseMessage } from '../../shared/events/parse-message.ts';
import { passwordCreated } from './envelope.ts';
import { callsOf, deliver, nextAttempt, throughRetries } from './steps.ts';

const SECRET = 'hush-hush-0123456789';
const OWNER = 'team-a@example.com';
const FILTERED = 'critical-and-high';

let stack: Stack;
const doors = () => stack.aws.doors;
const sqs = () => new SQSClient(stack.config());
const queueUrl = () => `${stack.aws.endpoint}/111111111111/${FILTERED}`;

beforeAll(async () => {
  stack = await startStack(withChannels);
  await subscribeQueue();
});

/** Somebody's own queue behind the topic of security, for what is grave. */
async function subscribeQueue(): Promise<void> {
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: FILTERED }));
  const arn = `arn:aws:sqs:us-east-1:111111111111:${FILTERED}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: { ArnEquals: { 'aws:SourceArn': stack.outputs.SecurityTopicArn } },
      },
    ],
  });
  await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await new SNSClient(stack.config()).send(
    new SubscribeCommand({
      TopicArn: stack.outputs.SecurityTopicArn,
      Protocol: 'sqs',
      Endpoint: arn,
      Attributes: {
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ severity: ['critical', 'high'], owner: [OWNER] }),
      },
    }),
  );
}

beforeEach(async () => {
  // The next minute has room for twenty messages again.
  await doors().advanceClock(120);
  await stack.quiet();
  await Promise.all([doors().clearMail(), doors().clearSlack(), doors().clearCalls()]);
});
afterEach(async () => {
  await doors().clearFaults();
  await stack.quiet();
  await stack.failedEvents();
});
afterAll(() => stack.stop());

async function createUser(UserName: string, owner = OWNER): Promise<void> {
  await stack.iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'owner', Value: owner }] }));
}

const slackPosts = async (name: string) =>
  (await doors().slack()).filter(({ body }) => JSON.stringify(body).includes(name));
const ownersMails = async (name: string) => (await doors().sesMails()).filter(({ text }) => text?.includes(name));
const busEvents = async (name: string) =>
  (await doors().busEvents('aws-mfa-enforcer-prod')).filter(({ detail }) => JSON.stringify(detail).includes(name));

/** What the stranger's queue got, without taking it away. */
async function queued(): Promise<readonly string[]> {
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl(), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = '' }) => Body);
}
const queuedOf = async (name: string) =>
  (await queued()).filter((body) => parseMessage(body)?.users.includes(name) ?? false);

async function everywhere(name: string) {
  const mails = (await doors().mail()).filter(({ subject }) => subject?.includes(name));
  return {
    own: (await ownersMails(name)).length,
    slack: (await slackPosts(name)).length,
    bus: (await busEvents(name)).length,
    queue: (await queuedOf(name)).length,
    topics: mails.map(({ to }) => to).toSorted(),
  };
}
const ONCE = { own: 1, slack: 1, bus: 1, queue: 1, topics: ['owners@example.com', 'security@example.com'] };

test('the last step of the demo: the owner’s mail, Slack, the bus', async () => {
  await tellTheOwner(
    stack,
    report(() => undefined),
  );

  expect(await slackPosts('jane.roe')).toHaveLength(1);
});

describe('a new password', () => {
  test('is told the owner, Slack, the bus and a queue, each once, within two seconds of the attach', async () => {
    await createUser('first.user');
    await givePassword(stack.iam, 'first.user');
    await untilGuarded(stack, 'first.user');
    const guarded = Date.now();

    await until('the Slack post', async () => (await slackPosts('first.user')).at(0));
    await until('the message in the queue', async () => (await queuedOf('first.user')).at(0));

    expect(Date.now() - guarded).toBeLessThan(2_000);
    await stack.quiet();
    expect(await everywhere('first.user')).toEqual(ONCE);
    const [mail] = await ownersMails('first.user');
    expect(mail).toMatchObject({ from: 'mfa@example.com', to: [OWNER] });
    expect(mail?.text).toContain('the security team');
    expect(mail?.html).toContain('first.user');
  });

  test('delivered twenty times at once is still told once everywhere', async () => {
    await doors().trail(false);
    await createUser('twenty.times');
    await givePassword(stack.iam, 'twenty.times');
    await doors().trail(true);

    await deliver(stack, passwordCreated('twenty.times', new Date((await doors().clock()).now)), 20);
    await stack.quiet();

    expect(await everywhere('twenty.times')).toEqual(ONCE);
  });

  test('of a user whose tag is no address is told without a mail of its own, and says so', async () => {
    await createUser('odd.owner', `${'<script>'.repeat(31)}@`);
    await givePassword(stack.iam, 'odd.owner');
    await untilGuarded(stack, 'odd.owner');
    await stack.quiet();

    const [mail] = (await doors().mail()).filter(({ subject }) => subject?.includes('odd.owner'));
    expect(await ownersMails('odd.owner')).toEqual([]);
    expect(mail?.text).toContain('which is no e-mail address');
  });

  test('of a user whose mail SES refuses is guarded, and the refusal is told', async () => {
    await doors().sesSandbox(true);
    await createUser('sandboxed', 'stranger@elsewhere.example');
    await givePassword(stack.iam, 'sandboxed');
    await untilGuarded(stack, 'sandboxed');
    await stack.quiet();
    await doors().sesSandbox(false);

    const mails = (await doors().mail()).filter(({ subject }) => subject?.includes('sandboxed'));
    expect(mails).toHaveLength(2);
    for (const { text } of mails) expect(text).toMatch(/stranger@elsewhere\.example was refused/);
    expect(await stack.failedEvents()).toEqual([]);
  });
});

describe('a way that is down', () => {
  test('Slack for 61 minutes: posted once when it is back', async () => {
    await doors().slackAnswers({ status: 503 });
    await createUser('slack.is.down');
    await givePassword(stack.iam, 'slack.is.down');
    await untilGuarded(stack, 'slack.is.down');
    await stack.quiet();
    for (let minute = 0; minute < 61; minute += 1) {
      await doors().advanceClock(60);
      await stack.quiet();
    }
    expect(await slackPosts('slack.is.down')).toEqual([]);

    await doors().slackAnswers();
    for (let minute = 0; minute < 16; minute += 1) {
      await doors().advanceClock(60);
      await stack.quiet();
    }

    expect(await slackPosts('slack.is.down')).toHaveLength(1);
  });

  test('the topics for three attempts: a dead letter, and redriven it is the message without an attach', async () => {
    await createUser('topics.down');
    await doors().addFaults({
      kind: 'refuse',
      service: 'sns',
      action: 'Publish',
      code: 'InternalErrorException',
      status: 500,
      message: 'down',
      times: 1000,
    });
    await givePassword(stack.iam, 'topics.down');
    await untilGuarded(stack, 'topics.down');
    await throughRetries(stack);
    const [failed] = await stack.failedEvents();
    expect(failed?.responsePayload.errorType).toBe('NotToldError');
    expect((await everywhere('topics.down')).topics).toEqual([]);

    await doors().clearFaults();
    await doors().advanceClock(120);
    await doors().clearCalls();
    await deliver(stack, failed?.requestPayload, 1);
    await stack.quiet();

    expect(await everywhere('topics.down')).toEqual(ONCE);
    expect(await callsOf(stack, 'AttachUserPolicy', 'topics.down')).toBe(0);
  });

  test('the bus once: the retry tells the bus alone', async () => {
    await createUser('bus.down');
    await doors().addFaults({
      kind: 'refuse',
      service: 'events',
      action: 'PutEvents',
      code: 'InternalException',
      status: 500,
      message: 'down',
      times: 3,
    });
    await givePassword(stack.iam, 'bus.down');
    await untilGuarded(stack, 'bus.down');
    await nextAttempt(stack, 60);
    await stack.quiet();

    expect(await everywhere('bus.down')).toEqual(ONCE);
  });
});

test('500 users at once are at most 25 mails, and every user is named in one', async () => {
  const names = Array.from({ length: 500 }, (_, n) => `crowd-${String(n).padStart(3, '0')}`);
  await doors().trail(false);
  await doors().seed(names.map((name) => ({ name, password: true, tags: { owner: OWNER } })));
  await doors().trail(true);
  const at = new Date((await doors().clock()).now);

  await Promise.all(names.map((name) => deliver(stack, passwordCreated(name, at), 1)));
  await stack.quiet();
  await doors().advanceClock(61);
  await stack.quiet();

  for (const name of names.slice(0, 5)) expect(await isGuarded(stack, name)).toBe(true);
  const mails = await doors().mail();
  expect(mails.length).toBeLessThanOrEqual(25);
  const text = mails.map((mail) => mail.text).join('\n');
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
  const own = (await doors().sesMails()).map((mail) => mail.text).join('\n');
  expect(names.filter((name) => !own.includes(name))).toEqual([]);
}, 120_000);

test('the webhook stands in no log, no environment and no package', async () => {
  const lambda = new LambdaClient(stack.config());
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const configurations = await Promise.all(
    Functions.map(({ FunctionName }) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))),
  );
  const logs = new CloudWatchLogsClient(stack.config());
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const lines = await Promise.all(
    logGroups.map(({ logGroupName }) => logs.send(new FilterLogEventsCommand({ logGroupName, limit: 10_000 }))),
  );

  expect(configurations.length).toBeGreaterThan(4);
  expect(lines.flatMap(({ events = [] }) => events).length).toBeGreaterThan(0);
  expect(JSON.stringify(configurations)).not.toContain(SECRET);
  expect(JSON.stringify(lines)).not.toContain(SECRET);
  expect(readFileSync(new URL(import.meta.url), 'utf8')).toContain(SECRET);
});

test('a user’s tag changed later is told to the owner of then', async () => {
  await createUser('moved', 'team-b@example.com');
  await stack.iam.send(
    new TagUserCommand({ UserName: 'moved', Tags: [{ Key: 'owner', Value: 'team-c@example.com' }] }),
  );

  await givePassword(stack.iam, 'moved');
  await untilGuarded(stack, 'moved');
  await stack.quiet();

  expect((await ownersMails('moved')).map(({ to }) => to)).toEqual([['team-c@example.com']]);
});
