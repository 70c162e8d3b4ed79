import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { eventually } from './eventually.ts';
import { anyText } from './matching.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';
import { createStack } from './stack.ts';

const BUS = 'notifications';

const rule = (id: string, pattern: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventBusName: { Ref: 'Bus' },
    EventPattern: pattern,
    Targets: [{ Id: id, Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
  },
});

const TEMPLATE = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: BUS } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Heard', 'Arn'] } } },
            },
          ],
        },
      },
    },
    Heard: rule('heard', { source: ['mfa.test'], detail: { severity: ['high'] } }),
    // The queue does not let this one in.
    Unheard: rule('unheard', { source: ['mfa.other'] }),
  },
  Outputs: {
    Bus: { Value: { 'Fn::GetAtt': ['Bus', 'Arn'] } },
    Queue: { Value: { Ref: 'Queue' } },
  },
};

let aws: LocalAws;
let root: Clients;
let outputs: Record<string, string>;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});
beforeEach(async () => {
  await aws.doors.reset();
  const created = await createStack(root.cloudFormation, 'bus', TEMPLATE);
  expect(created.status, created.reason).toBe('CREATE_COMPLETE');
  outputs = created.outputs;
});
afterAll(() => aws.stop());

function put(clients: Clients, ...entries: readonly Partial<PutEventsRequestEntry>[]) {
  const common = { EventBusName: BUS, Source: 'mfa.test', DetailType: 'Notice', Detail: '{"severity":"high"}' };
  return clients.eventBridge.send(new PutEventsCommand({ Entries: entries.map((entry) => ({ ...common, ...entry })) }));
}

async function taken(): Promise<unknown> {
  const { Messages } = await root.sqs.send(new ReceiveMessageCommand({ QueueUrl: outputs['Queue'] }));
  const message = Messages?.[0];
  if (message === undefined) return undefined;
  const { ReceiptHandle, Body } = message;
  await root.sqs.send(new DeleteMessageCommand({ QueueUrl: outputs['Queue'], ReceiptHandle }));
  return JSON.parse(Body!) as unknown;
}

test('an event that is put onto a bus of our own is told, and reaches the queue of a rule of that bus', async () => {
  const answer = await put(root, { Detail: '{"severity":"high","user":"jane.doe"}' });
  const message = await eventually(taken);

  const detail = { severity: 'high', user: 'jane.doe' };
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: anyText }] });
  expect(await aws.doors.busEvents(BUS)).toEqual([
    { id: answer.Entries![0]!.EventId, source: 'mfa.test', detailType: 'Notice', detail, resources: [] },
  ]);
  expect(message).toMatchObject({ source: 'mfa.test', 'detail-type': 'Notice', account: aws.accountId, detail });
});

test('what no rule wants, what is on another bus, and what the queue does not let in does not arrive', async () => {
  await put(root, { Detail: '{"severity":"low"}' }, { EventBusName: 'default' }, { Source: 'mfa.other' });
  await put(root, { Detail: '{"severity":"high","last":true}' });

  expect(await eventually(taken)).toMatchObject({ detail: { last: true } });
  expect(await taken()).toBeUndefined();
  expect(await aws.doors.busEvents(BUS)).toHaveLength(3);
});

test.each<[string, string[], string]>([
  ['the bus', ['event-bus/notifications'], 'answered'],
  ['another bus', ['event-bus/default'], 'AccessDeniedException'],
  ['nothing', [], 'AccessDeniedException'],
])('a role that may put onto %s: %o gives %s', async (_, buses, expected) => {
  const right = { Action: 'events:PutEvents', Resource: buses.map((bus) => `arn:aws:events:us-east-1:*:${bus}`) };
  const role = await roleWith(
    aws,
    root,
    buses.length === 0 ? { Action: 'sts:GetCallerIdentity', Resource: '*' } : right,
  );

  expect(await outcome(put(role, {}))).toBe(expected);
});

describe('entries', () => {
  test('fail one by one: the others are accepted', async () => {
    const answer = await put(root, { Detail: 'no JSON' }, {}, { DetailType: '' }, { Source: 'aws.iam' });

    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries!.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'MalformedDetail',
      undefined,
      'InvalidArgument',
      'NotAuthorizedForSourceException',
    ]);
    expect(await aws.doors.busEvents(BUS)).toHaveLength(1);
  });

  test('fail when a test wants it, for so many calls', async () => {
    const role = await roleWith(aws, root, { Action: 'events:PutEvents', Resource: '*' });
    await aws.doors.addFaults({ kind: 'fail-entries', code: 'ThrottlingException', times: 1 });

    const first = await put(role, {}, {});
    const second = await put(role, {}, {});

    const throttled = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
    expect(first).toMatchObject({ FailedEntryCount: 2, Entries: [throttled, throttled] });
    expect(second.FailedEntryCount).toBe(0);
    expect(await aws.doors.busEvents(BUS)).toHaveLength(2);
  });

  test('fail in part', async () => {
    const fault = { kind: 'fail-entries', code: 'InternalFailure', message: 'no', times: 1, entries: 1 } as const;
    await aws.doors.addFaults(fault);

    const { FailedEntryCount, Entries } = await put(root, {}, {});

    expect(FailedEntryCount).toBe(1);
    expect(Entries).toMatchObject([{ ErrorCode: 'InternalFailure', ErrorMessage: 'no' }, { EventId: anyText }]);
  });
});
