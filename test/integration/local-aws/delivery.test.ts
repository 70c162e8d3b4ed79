import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { eventually, functionsAtRest } from './eventually.ts';
import { functionStack } from './function-stack.ts';
import type { FunctionOptions } from './function-stack.ts';
import { createStack } from './stack.ts';

const FAILING = `
  class QuotaError extends Error { constructor(message) { super(message); this.name = 'QuotaError'; } }
  let calls = 0;
  exports.handler = async () => { calls += 1; throw new QuotaError('call ' + calls); };
`;

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

afterAll(() => aws.stop());

let stacks = 0;

/** Deploys a function that hears events of a source of its own. */
async function deploy(options: Omit<FunctionOptions, 'eventPattern'>) {
  const source = `test.delivery.${stacks++}`;
  const stack = functionStack({ ...options, eventPattern: { source: [source] } });
  const { status, reason, outputs } = await createStack(root.cloudFormation, `delivery-${stacks}`, stack);
  expect(status, reason).toBe('CREATE_COMPLETE');
  const queue = async (name: 'Failures' | 'DeadLetters') => {
    const { Messages = [] } = await root.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: outputs[name],
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };
  const waiting = async () =>
    (await aws.doors.deliveries()).find((d) => d.function === outputs['FunctionName'])?.waiting ?? [];
  return {
    outputs,
    queue,
    waiting,
    send: (detail: object) => aws.doors.putEvents([{ source, 'detail-type': 'Test', detail }]),
  };
}

describe('an event whose function fails', () => {
  test('is tried again after one minute and after two more, then recorded with the error of the function', async () => {
    const deployed = await deploy({ code: FAILING });

    await deployed.send({ number: 1 });
    await functionsAtRest(aws);
    const afterFirst = await deployed.waiting();
    await aws.doors.advanceClock(61);
    await functionsAtRest(aws);
    const afterSecond = await deployed.waiting();
    const tooEarly = await deployed.queue('Failures');
    await aws.doors.advanceClock(121);
    await functionsAtRest(aws);
    const [message] = await deployed.queue('Failures');

    expect(afterFirst).toMatchObject([{ attempts: 1 }]);
    expect(afterSecond).toMatchObject([{ attempts: 2 }]);
    expect(tooEarly).toEqual([]);
    expect(JSON.parse(message!.Body!)).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: `${deployed.outputs['FunctionArn']}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { detail: { number: 1 } },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorType: 'QuotaError', errorMessage: 'call 3' },
    });
  });

  test('is tried as often as its function says', async () => {
    const deployed = await deploy({ code: FAILING, retries: 0 });

    await deployed.send({});
    await functionsAtRest(aws);
    const [message] = await deployed.queue('Failures');

    expect(JSON.parse(message!.Body!)).toMatchObject({ requestContext: { approximateInvokeCount: 1 } });
  });

  test('is given up when it is too old, before its retries are used up', async () => {
    const deployed = await deploy({ code: FAILING, eventAge: 90 });

    await deployed.send({});
    await functionsAtRest(aws);
    await aws.doors.advanceClock(61);
    await functionsAtRest(aws);
    await aws.doors.advanceClock(30);
    await functionsAtRest(aws);
    const [message] = await deployed.queue('Failures');

    expect(JSON.parse(message!.Body!)).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 },
    });
  });

  test('is recorded nowhere when the role may not send to the queue', async () => {
    const deployed = await deploy({ code: FAILING, retries: 0, maySendFailures: false });

    await deployed.send({});
    await functionsAtRest(aws);
    const messages = await deployed.queue('Failures');

    expect(messages).toEqual([]);
  });
});

test('an Invoke of type Event is delivered in the same way', async () => {
  const deployed = await deploy({ code: FAILING, retries: 0 });

  const payload = new TextEncoder().encode(JSON.stringify({ direct: true }));
  await root.lambda.send(
    new InvokeCommand({ FunctionName: deployed.outputs['FunctionName'], InvocationType: 'Event', Payload: payload }),
  );
  await functionsAtRest(aws);
  const [message] = await deployed.queue('Failures');

  expect(JSON.parse(message!.Body!)).toMatchObject({ requestPayload: { direct: true } });
});

test('events beyond the reserved concurrency wait for their turn, none is lost', async () => {
  const deployed = await deploy({
    code: `
      let running = 0;
      exports.handler = async (event) => {
        running += 1;
        if (running > 1) throw new Error('two at once');
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
      };`,
    retries: 0,
    reservedConcurrency: 1,
  });

  await Promise.all(Array.from({ length: 30 }, (_, number) => deployed.send({ number })));
  await functionsAtRest(aws);
  const failures = await deployed.queue('Failures');

  expect(failures).toEqual([]);
});

test('what EventBridge may not deliver goes to the dead letters of the target, with the reason', async () => {
  const deployed = await deploy({ code: FAILING, permission: false });

  await deployed.send({ number: 7 });
  const message = await eventually(async () => (await deployed.queue('DeadLetters'))[0]);

  expect(JSON.parse(message.Body!)).toMatchObject({ detail: { number: 7 } });
  expect(message.MessageAttributes).toMatchObject({
    RULE_ARN: { StringValue: deployed.outputs['RuleArn'] },
    TARGET_ARN: { StringValue: deployed.outputs['FunctionArn'] },
    ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
  });
});
