import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { eventually } from './eventually.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';

const Rule = 'watch-users';
const RULE = { Rule };

let aws: LocalAws;
let root: Clients;
let queueArn: string;
let QueueUrl: string;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(async () => {
  await aws.doors.reset();
  queueArn = `arn:aws:sqs:${aws.region}:${aws.accountId}:heard`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
      },
    ],
  });
  QueueUrl = (await root.sqs.send(new CreateQueueCommand({ QueueName: 'heard', Attributes: { Policy } }))).QueueUrl!;
  for (const Name of [Rule, 'watch-root', 'another']) {
    await root.eventBridge.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify({ source: [Name] }) }));
  }
  await root.eventBridge.send(new PutTargetsCommand({ ...RULE, Targets: [{ Id: 'queue', Arn: queueArn }] }));
});

afterAll(() => aws.stop());

/** The details that arrived since the last time; at least `count`. */
async function heard(count: number): Promise<unknown[]> {
  const all: unknown[] = [];
  return eventually(async () => {
    const { Messages = [] } = await root.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    all.push(...Messages.map(({ Body }) => (JSON.parse(Body!) as { detail: unknown }).detail));
    return all.length >= count ? all : undefined;
  });
}

const put = (detail: object) =>
  root.eventBridge.send(
    new PutEventsCommand({ Entries: [{ Source: Rule, DetailType: 'put', Detail: JSON.stringify(detail) }] }),
  );

describe('rules', () => {
  test('are listed by the beginning of their names, in pages, with their states', async () => {
    await root.eventBridge.send(new DisableRuleCommand({ Name: 'watch-root' }));

    const first = await root.eventBridge.send(new ListRulesCommand({ NamePrefix: 'watch-', Limit: 1 }));
    const second = await root.eventBridge.send(
      new ListRulesCommand({ NamePrefix: 'watch-', Limit: 1, NextToken: first.NextToken }),
    );

    expect([first, second].map(({ Rules }) => Rules!.map(({ Name, State }) => [Name, State]))).toEqual([
      [['watch-root', 'DISABLED']],
      [[Rule, 'ENABLED']],
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  test('deliver while they are enabled and have a target', async () => {
    const targets = async () => (await root.eventBridge.send(new ListTargetsByRuleCommand(RULE))).Targets;
    await put({ number: 1 });
    const enabled = await heard(1);

    await root.eventBridge.send(new DisableRuleCommand({ Name: Rule }));
    await put({ number: 2 });
    await root.eventBridge.send(new EnableRuleCommand({ Name: Rule }));
    const before = await targets();
    await root.eventBridge.send(new RemoveTargetsCommand({ ...RULE, Ids: ['queue'] }));
    await put({ number: 3 });
    const after = await targets();
    await root.eventBridge.send(new PutTargetsCommand({ ...RULE, Targets: [{ Id: 'queue', Arn: queueArn }] }));
    await put({ number: 4 });

    expect(enabled).toEqual([{ number: 1 }]);
    expect(before).toEqual([{ Id: 'queue', Arn: queueArn }]);
    expect(after).toEqual([]);
    // Nothing of two and three, which would have come first.
    expect(await heard(1)).toEqual([{ number: 4 }]);
  });

  test('that are not there are refused', async () => {
    const errors = await Promise.all([
      outcome(root.eventBridge.send(new ListTargetsByRuleCommand({ Rule: 'none' }))),
      outcome(root.eventBridge.send(new RemoveTargetsCommand({ Rule: 'none', Ids: ['queue'] }))),
      outcome(root.eventBridge.send(new EnableRuleCommand({ Name: 'none' }))),
      outcome(root.eventBridge.send(new DisableRuleCommand({ Name: 'none' }))),
      outcome(root.eventBridge.send(new DescribeRuleCommand({ Name: 'none' }))),
    ]);

    expect(errors).toEqual(Array.from({ length: 5 }, () => 'ResourceNotFoundException'));
  });
});

test('a rule is read and changed with the right to that rule, and the list needs all', async () => {
  const Action = ['events:ListTargetsByRule', 'events:DescribeRule', 'events:DisableRule', 'events:RemoveTargets'];
  const Resource = `arn:aws:events:${aws.region}:${aws.accountId}:rule/${Rule}`;
  const one = await roleWith(aws, root, { Action: [...Action, 'events:ListRules'], Resource });
  const all = await roleWith(aws, root, { Action: 'events:ListRules', Resource: '*' });
  const calls = ({ eventBridge }: Clients, name: string) =>
    Promise.all([
      outcome(eventBridge.send(new ListTargetsByRuleCommand({ Rule: name }))),
      outcome(eventBridge.send(new DescribeRuleCommand({ Name: name }))),
      outcome(eventBridge.send(new DisableRuleCommand({ Name: name }))),
      outcome(eventBridge.send(new RemoveTargetsCommand({ Rule: name, Ids: ['queue'] }))),
    ]);

  const [own, foreign] = [await calls(one, Rule), await calls(one, 'watch-root')];
  const lists = await Promise.all(
    [one, all].map(({ eventBridge }) => outcome(eventBridge.send(new ListRulesCommand({ NamePrefix: Rule })))),
  );

  expect(own).toEqual(Array.from({ length: 4 }, () => 'answered'));
  expect(foreign).toEqual(Array.from({ length: 4 }, () => 'AccessDeniedException'));
  expect(lists).toEqual(['AccessDeniedException', 'answered']);
});
