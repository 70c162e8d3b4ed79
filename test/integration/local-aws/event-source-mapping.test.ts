import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { CALL_AWS, TELL } from './calls-of-functions.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { eventually, functionsAtRest } from './eventually.ts';
import { queueStack } from './queue-stack.ts';
import type { QueueOptions } from './queue-stack.ts';
import { createStack } from './stack.ts';

/** Tells the bodies of a batch; fails what says `fail`, hides what says `hide` for so many seconds, throws at `throw`. */
const CODE = `${CALL_AWS}${TELL}
  exports.handler = async ({ Records }) => {
    const batchItemFailures = [];
    for (const { body, receiptHandle, messageId } of Records) {
      const { fail, hide, answer } = JSON.parse(body);
      if (hide) {
        const hidden = await callAws('sqs', 'AmazonSQS.ChangeMessageVisibility',
          { QueueUrl: process.env.QUEUE, ReceiptHandle: receiptHandle, VisibilityTimeout: hide });
        if (hidden.status !== 200) throw new Error(JSON.stringify(hidden));
      }
      if (answer) batchItemFailures.push({ itemIdentifier: answer });
      if (fail || hide) batchItemFailures.push({ itemIdentifier: messageId });
    }
    tell(Records.map(({ body, attributes }) =>
      JSON.parse(body).name + ' ' + attributes.ApproximateReceiveCount).sort());
    if (Records.some(({ body }) => JSON.parse(body).throw)) throw new RangeError('as asked');
    return { batchItemFailures };
  };`;

let aws: LocalAws;
let root: Clients;
let stacks = 0;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});
beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

async function deploy(options: Omit<QueueOptions, 'code'> & { code?: string } = {}) {
  const template = queueStack({ code: CODE, ...options });
  const { status, reason, outputs } = await createStack(root.cloudFormation, `mapping-${stacks++}`, template);
  expect(status, reason).toBe('CREATE_COMPLETE');
  return {
    outputs,
    send: async (...messages: readonly object[]) => {
      await root.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: outputs['Queue'],
          Entries: messages.map((message, index) => ({ Id: `m${index}`, MessageBody: JSON.stringify(message) })),
        }),
      );
    },
    /** What is still to come, once the function is at rest. */
    waiting: async () => {
      await functionsAtRest(aws);
      return (await aws.doors.deliveries()).flatMap(({ waiting }) => waiting);
    },
    deadLetters: async () => {
      const { Messages = [] } = await root.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: outputs['DeadLetters'], MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body }) => JSON.parse(Body!) as unknown);
    },
  };
}

/** The batches that the function had, each as `name receive-count` of its messages. */
async function batches(): Promise<unknown[]> {
  await functionsAtRest(aws);
  return (await aws.doors.metrics()).map(({ dimensions }) => JSON.parse(dimensions['told']!) as unknown);
}

async function later(seconds: number): Promise<unknown[]> {
  await aws.doors.clearMetrics();
  await aws.doors.advanceClock(seconds);
  return batches();
}

test('messages sent together come as one batch, and are gone', async () => {
  const { send, waiting } = await deploy();

  await send({ name: 'a' }, { name: 'b' }, { name: 'c' });

  expect(await batches()).toEqual([['a 1', 'b 1', 'c 1']]);
  expect(await waiting()).toEqual([]);
});

describe('a message that the function names as failed', () => {
  test('alone comes again, when the visibility timeout of the queue is over', async () => {
    const { send } = await deploy({ visibilityTimeout: 60 });

    await send({ name: 'a' }, { name: 'b', fail: true }, { name: 'c' });
    const first = await batches();
    const tooEarly = await later(55);
    const second = await later(6);

    expect([first, tooEarly, second]).toEqual([[['a 1', 'b 1', 'c 1']], [], [['b 2']]]);
  });

  test('comes when the function wanted it, not when the queue would have had it', async () => {
    const { send, waiting } = await deploy({ visibilityTimeout: 60 });

    await send({ name: 'a', hide: 3600 });
    await batches();
    const before = await waiting();
    const tooEarly = await later(59 * 60);
    const second = await later(2 * 60);

    const { now } = await aws.doors.clock();
    expect(new Date(before[0]!.due).getTime()).toBeLessThanOrEqual(new Date(now).getTime());
    expect([tooEarly, second]).toEqual([[], [['a 2']]]);
  });

  test('is a dead letter after so many receptions, and the alarm tells of it', async () => {
    const { send, deadLetters, outputs } = await deploy({ visibilityTimeout: 60, maxReceiveCount: 2 });
    const state = async (alarm: string) =>
      (await aws.doors.alarms()).find(({ name }) => name === outputs[alarm])?.state;

    await send({ name: 'a', fail: true });
    await batches();
    const before = await state('DeadLettersAlarm');
    const second = await later(61);
    const third = await later(61);
    const after = await state('DeadLettersAlarm');

    expect([second, third]).toEqual([[['a 2']], []]);
    expect([before, after]).toEqual(['OK', 'ALARM']);
    expect(await deadLetters()).toEqual([{ name: 'a', fail: true }]);
  });
});

test('an alarm tells of a message that waits for too long', async () => {
  const { send, outputs } = await deploy({ mapping: { Enabled: false } });
  const state = async () => (await aws.doors.alarms()).find(({ name }) => name === outputs['AgeAlarm'])?.state;

  await send({ name: 'a' });
  const soon = await state();
  await aws.doors.advanceClock(3601);

  expect([soon, await state()]).toEqual(['OK', 'ALARM']);
});

test.each([
  ['throws', { throw: true }],
  ['answers with a message that is none of the batch', { answer: 'nobody' }],
])('a function that %s fails the whole batch', async (_, what) => {
  const { send } = await deploy({ visibilityTimeout: 60 });

  await send({ name: 'a', ...what }, { name: 'b' });
  await batches();
  const second = await later(61);

  expect(second).toEqual([['a 2', 'b 2']]);
});

describe('a batching window', () => {
  const mapping = { BatchSize: 25, MaximumBatchingWindowInSeconds: 300 };

  test('gathers messages until the clock says that it is over', async () => {
    const { send, waiting } = await deploy({ mapping });
    const numbered = Array.from({ length: 24 }, (_, index) => ({ name: `m${index}` }));

    for (const start of [0, 8, 16]) await send(...numbered.slice(start, start + 8));
    const gathering = (await waiting()).length;
    const tooEarly = await later(290);
    const batch = await later(11);

    expect([gathering, tooEarly]).toEqual([24, []]);
    expect(batch.map((names) => (names as unknown[]).length)).toEqual([24]);
  });

  test('is not waited for when the batch is full', async () => {
    const { send } = await deploy({ mapping });

    for (let sent = 0; sent < 30; sent += 10) await send(...Array.from({ length: 10 }, () => ({ name: 'm' })));
    const full = await batches();
    const rest = await later(301);

    expect([...full, ...rest].map((names) => (names as unknown[]).length)).toEqual([25, 5]);
  });
});

test('a delayed message comes when its delay is over', async () => {
  const { outputs } = await deploy();

  await root.sqs.send(
    new SendMessageCommand({ QueueUrl: outputs['Queue'], MessageBody: '{"name":"a"}', DelaySeconds: 600 }),
  );
  const before = await later(590);
  const after = await later(11);

  expect([before, after]).toEqual([[], [['a 1']]]);
});

test('no more batches run at once than the mapping says', async () => {
  const { send } = await deploy({
    code: `${TELL} exports.handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      tell('done');
    };`,
    mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
  });

  await send(...Array.from({ length: 8 }, (_, index) => ({ name: `m${index}` })));
  const running: number[] = [];
  await eventually(async () => {
    const [delivery] = await aws.doors.deliveries();
    running.push(delivery!.running);
    return delivery!.queued + delivery!.running === 0 || undefined;
  });

  expect(Math.max(...running)).toBe(2);
  expect(await batches()).toHaveLength(8);
});

describe('a mapping is refused', () => {
  test.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])(
    'when the role of the function lacks sqs:%s',
    async (lacking) => {
      const rights = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].filter((right) => right !== lacking);
      const template = queueStack({ code: CODE, rights });

      const { status } = await createStack(root.cloudFormation, `mapping-${stacks++}`, template);

      expect(status).toBe('ROLLBACK_COMPLETE');
    },
  );

  test.each([
    [{ BatchSize: 11 }, {}, 'batch window'],
    [{ BatchSize: 10_001, MaximumBatchingWindowInSeconds: 1 }, {}, 'from 1 to 10000'],
    [{}, { visibilityTimeout: 9 }, 'less than Function timeout'],
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, {}, 'greater than or equal to 2'],
  ])('with %o on a queue with %o', async (settings, queue, reason) => {
    const template = queueStack({ code: CODE, ...queue });
    delete template.Resources['FunctionEventSourceMappingSQSQueue'];
    const { outputs } = await createStack(root.cloudFormation, `mapping-${stacks++}`, template);

    const created = root.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: outputs['QueueArn'],
        FunctionName: outputs['FunctionName'],
        ...settings,
      }),
    );

    await expect(created).rejects.toThrow(reason);
  });
});
