import { DisableRuleCommand, EnableRuleCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { eventually, functionsAtRest } from './eventually.ts';
import { functionStack } from './function-stack.ts';
import { matching } from './matching.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';
import { createStack, updateStack } from './stack.ts';
import type { Template } from './stack.ts';

/** Tells each event as a metric, so that a test can read it. */
const CODE = `
  exports.handler = async (event) => {
    if (event.fail) throw new RangeError('as asked');
    console.log(JSON.stringify({
      _aws: { Timestamp: Date.now(), CloudWatchMetrics: [
        { Namespace: 'Test', Dimensions: [['heard']], Metrics: [{ Name: 'Heard', Unit: 'Count' }] } ] },
      heard: JSON.stringify(event), Heard: 1 }));
  };`;

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

type Choices = { input?: string; mayInvoke?: boolean; trusted?: string; expression?: string };

function scheduled({ input, mayInvoke = true, trusted = 'scheduler', expression = 'cron(0 3 * * ? *)' }: Choices) {
  const stack = functionStack({ code: CODE, eventPattern: { source: ['aws.iam', 'test'] }, retries: 0 });
  const right = (Action: string, resource: string) => ({
    Effect: 'Allow',
    Action,
    Resource: { 'Fn::GetAtt': [resource, 'Arn'] },
  });
  const template: Template = {
    ...stack,
    Resources: {
      ...stack.Resources,
      ScheduleRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: `${trusted}.amazonaws.com` }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            {
              PolicyName: 'invoke',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  right('sqs:SendMessage', 'DeadLetters'),
                  ...(mayInvoke ? [right('lambda:InvokeFunction', 'Function')] : []),
                ],
              },
            },
          ],
        },
      },
      Nightly: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: expression,
          ScheduleExpressionTimezone: 'Europe/Berlin',
          FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
          Target: {
            Arn: { 'Fn::GetAtt': ['Function', 'Arn'] },
            RoleArn: { 'Fn::GetAtt': ['ScheduleRole', 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
            ...(input === undefined ? {} : { Input: input }),
          },
        },
      },
    },
    Outputs: { ...stack.Outputs, Schedule: { Value: { Ref: 'Nightly' } } },
  };
  return template;
}

async function deploy(choices: Choices = {}) {
  const { status, reason, outputs } = await createStack(root.cloudFormation, 'nightly', scheduled(choices));
  expect([status, reason]).toEqual(['CREATE_COMPLETE', reason]);
  return outputs;
}

async function heard(): Promise<unknown[]> {
  await functionsAtRest(aws);
  return (await aws.doors.metrics()).map(({ dimensions }) => JSON.parse(dimensions['heard']!) as unknown);
}

async function deadLetters(QueueUrl: string | undefined) {
  const { Messages = [] } = await root.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 0 }),
  );
  return Messages.map(({ Body, MessageAttributes }) => ({
    body: JSON.parse(Body!) as unknown,
    code: MessageAttributes!['ERROR_CODE']!.StringValue,
  }));
}

test('a schedule that is fired invokes its function with its input, by name or a part of it', async () => {
  const { Schedule } = await deploy({ input: '{"accountId":"222222222222"}' });

  const fired = [await aws.doors.fire(Schedule!), await aws.doors.fire('Nightly')];

  expect(fired).toEqual([[Schedule], [Schedule]]);
  expect(await heard()).toEqual([{ accountId: '222222222222' }, { accountId: '222222222222' }]);
});

test('an input may ask for the schedule’s own name and time', async () => {
  await deploy({ input: '{"by":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>"}' });

  await aws.doors.fire('Nightly');

  expect(await heard()).toEqual([
    { by: matching(/^arn:aws:scheduler:us-east-1:111111111111:schedule\/default\//), at: matching(/^\d{4}-.*Z$/) },
  ]);
});

test('a schedule without input sends a scheduled event', async () => {
  await deploy();

  await aws.doors.fire('Nightly');

  expect(await heard()).toMatchObject([{ source: 'aws.scheduler', 'detail-type': 'Scheduled Event' }]);
});

test('what the function throws goes to the function’s own destination', async () => {
  const { Failures, DeadLetters } = await deploy({ input: '{"fail":true}' });

  await aws.doors.fire('Nightly');
  await functionsAtRest(aws);

  const { Messages } = await root.sqs.send(new ReceiveMessageCommand({ QueueUrl: Failures }));
  expect(Messages![0]!.Body).toContain('RangeError');
  expect(await deadLetters(DeadLetters)).toEqual([]);
});

test.each<[string, Choices]>([
  ['may not invoke the function', { mayInvoke: false }],
  ['does not trust the scheduler', { trusted: 'lambda' }],
])('a schedule whose role %s ends in the dead-letter queue', async (_, choices) => {
  const { DeadLetters } = await deploy({ ...choices, input: '{"night":1}' });

  await aws.doors.fire('Nightly');

  expect(await deadLetters(DeadLetters)).toEqual([{ body: { night: 1 }, code: 'AccessDeniedException' }]);
  expect(await heard()).toEqual([]);
});

test('a schedule keeps its time zone, its window and its new input', async () => {
  const { Schedule } = await deploy();

  const schedule = async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${aws.accountId}/20260101/us-east-1/scheduler/aws4_request`;
    const response = await fetch(`${aws.endpoint}/schedules/${Schedule}`, { headers: { authorization } });
    return (await response.json()) as Record<string, unknown>;
  };
  const before = await schedule();
  await updateStack(root.cloudFormation, 'nightly', scheduled({ input: '{"new":true}' }));
  await aws.doors.fire('Nightly');

  expect(before).toMatchObject({
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { MaximumWindowInMinutes: 15 },
  });
  expect(await heard()).toEqual([{ new: true }]);
});

test('a schedule does not run by itself until a test wants it to, and then by the clock', async () => {
  await deploy({ expression: 'rate(15 minutes)', input: '{}' });
  await aws.doors.advanceClock(3600);
  const before = await heard();

  await aws.doors.runSchedules(true);
  const after = await heard();

  expect([before, after]).toEqual([[], [{}]]);
});

/** So many seconds from now, as a one-off schedule gives a time: in UTC, without a zone. */
const once = (seconds: number) => `at(${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)})`;

describe('a one-off schedule', () => {
  const nightly = (expression: string, input = '{}') => scheduled({ expression, input });

  test('runs once, when the clock has passed its time', async () => {
    await deploy({ expression: once(3600), input: '{}' });
    await aws.doors.runSchedules(true);
    const before = await heard();

    await aws.doors.advanceClock(3601);
    const after = await heard();
    await aws.doors.advanceClock(86_400);
    await aws.doors.runSchedules(true);

    expect([before, after, await heard()]).toEqual([[], [{}], [{}]]);
  });

  test('waits, past its time, until schedules may run, and is fired by name whenever a test wants', async () => {
    const { Schedule } = await deploy({ expression: once(3600), input: '{}' });
    await aws.doors.advanceClock(7200);
    const waiting = await heard();
    await aws.doors.fire(Schedule!);
    const fired = await heard();
    await aws.doors.runSchedules(true);

    expect([waiting, fired, await heard()]).toEqual([[], [{}], [{}, {}]]);
  });

  test('runs again when it is given another time, and not when something else of it changes', async () => {
    const [first, second] = [once(60), once(7200)];
    await deploy({ expression: first, input: '{"number":1}' });
    await aws.doors.runSchedules(true);
    await aws.doors.advanceClock(61);
    const atFirst = await heard();

    await updateStack(root.cloudFormation, 'nightly', nightly(first, '{"number":2}'));
    await aws.doors.advanceClock(1);
    const changed = await heard();
    await updateStack(root.cloudFormation, 'nightly', nightly(second, '{"number":3}'));
    await aws.doors.advanceClock(1);
    const moved = await heard();
    await aws.doors.advanceClock(7200);

    expect([atFirst, changed, moved]).toEqual([[{ number: 1 }], [{ number: 1 }], [{ number: 1 }]]);
    expect(await heard()).toEqual([{ number: 1 }, { number: 3 }]);
  });

  test('may be deployed with a time in the past, and is due at once', async () => {
    await deploy({ expression: 'at(2022-12-31T23:59:59)', input: '{}' });

    await aws.doors.runSchedules(true);

    expect(await heard()).toEqual([{}]);
  });

  test.each(['at(2026-12-31)', 'at(2026-12-31T23:59:59Z)', 'at(2026-02-30T00:00:00)', 'at (2026-12-31T23:59:59)'])(
    'is refused with the time %s, by CloudFormation and by the API',
    async (expression) => {
      const stack = await createStack(root.cloudFormation, 'nightly', nightly(expression));
      const created = root.scheduler.send(
        new CreateScheduleCommand({
          Name: 'once',
          ScheduleExpression: expression,
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: 'arn:aws:lambda:us-east-1:111111111111:function:f',
            RoleArn: 'arn:aws:iam::111111111111:role/r',
          },
        }),
      );

      expect(stack.status).toBe('ROLLBACK_COMPLETE');
      await expect(created).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Invalid Schedule Expression ${expression}.`,
      });
    },
  );

  test('cannot be told by CloudFormation to delete itself: its type has no such property', async () => {
    const template = nightly(once(3600));
    const { Properties } = template.Resources['Nightly'] as { Properties: Record<string, unknown> };
    Properties['ActionAfterCompletion'] = 'DELETE';

    const { status } = await createStack(root.cloudFormation, 'nightly', template);

    expect(status).toBe('ROLLBACK_COMPLETE');
  });

  test('that deletes itself, made by the API, is gone after it ran', async () => {
    const { Schedule } = await deploy({ expression: once(3600), input: '{}' });
    const { Target } = await root.scheduler.send(new GetScheduleCommand({ Name: Schedule }));
    const Name = 'once';
    await root.scheduler.send(
      new CreateScheduleCommand({
        Name,
        Target,
        ScheduleExpression: once(60),
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
      }),
    );

    await aws.doors.runSchedules(true);
    await aws.doors.advanceClock(61);

    expect(await heard()).toEqual([{}]);
    expect(await outcome(root.scheduler.send(new GetScheduleCommand({ Name })))).toBe('ResourceNotFoundException');
  });
});

test('a schedule in a group is read with the right to that schedule of that group', async () => {
  const [Name, GroupName] = ['sweep', 'guard'];
  const { Schedule } = await deploy();
  const { Target } = await root.scheduler.send(new GetScheduleCommand({ Name: Schedule }));
  await root.scheduler.send(new CreateScheduleGroupCommand({ Name: GroupName }));
  const FlexibleTimeWindow = { Mode: 'OFF' } as const;
  const wanted = { Name, GroupName, Target, FlexibleTimeWindow, ScheduleExpression: 'rate(1 day)' };
  await root.scheduler.send(new CreateScheduleCommand(wanted));
  const right = (group: string) => ({
    Action: ['scheduler:GetSchedule', 'scheduler:UpdateSchedule'],
    Resource: `arn:aws:scheduler:${aws.region}:${aws.accountId}:schedule/${group}/${Name}`,
  });
  const clients = [await roleWith(aws, root, right('default')), await roleWith(aws, root, right(GroupName))];

  const outcomes = [];
  for (const { scheduler } of clients) {
    outcomes.push(await outcome(scheduler.send(new GetScheduleCommand({ Name, GroupName }))));
    outcomes.push(await outcome(scheduler.send(new UpdateScheduleCommand(wanted))));
  }

  expect(outcomes).toEqual(['AccessDeniedException', 'AccessDeniedException', 'answered', 'answered']);
});

test('a schedule that nobody knows is not fired', async () => {
  await expect(aws.doors.fire('Hourly')).rejects.toThrow('there is no schedule Hourly');
});

test('a rule that is disabled hears neither the trail nor events that are put, until it is enabled', async () => {
  const { RuleArn } = await deploy();
  const Name = RuleArn!.split('/').at(-1)!;
  const put = () =>
    root.eventBridge.send(
      new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'put', Detail: JSON.stringify({}) }] }),
    );

  await root.eventBridge.send(new DisableRuleCommand({ Name }));
  await put();
  await root.iam.send(new CreateUserCommand({ UserName: 'unheard' }));
  const disabled = await heard();
  await root.eventBridge.send(new EnableRuleCommand({ Name }));
  await put();
  await root.iam.send(new CreateUserCommand({ UserName: 'heard' }));
  // PutEvents answers before it has delivered.
  const enabled = await eventually(async () => {
    const sources = (await heard()).map((event) => (event as { source: string }).source);
    return sources.length > 1 ? sources : undefined;
  });

  expect(disabled).toEqual([]);
  expect(enabled.sort()).toEqual(['aws.iam', 'test']);
});

test('metrics that functions log are told', async () => {
  const { FunctionName } = await deploy({ input: '{}' });

  await aws.doors.fire('Nightly');
  await functionsAtRest(aws);
  const metrics = await aws.doors.metrics();
  await aws.doors.clearMetrics();

  expect(metrics).toEqual([
    {
      at: matching(/Z$/),
      function: FunctionName,
      namespace: 'Test',
      name: 'Heard',
      value: 1,
      unit: 'Count',
      dimensions: { heard: '{}' },
    },
  ]);
  expect(await aws.doors.metrics()).toEqual([]);
});
