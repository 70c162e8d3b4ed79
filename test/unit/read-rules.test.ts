import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { readRules } from '../../shared/aws/read-rules.ts';

const events = mockClient(EventBridgeClient);
const NAMES = ['service-prod-UserRule-1', 'service-prod-RootRule-2'];
const ARN = 'arn:aws:lambda:us-east-1:111111111111:function:evaluate-user';
const denied = () => Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
const read = (names = NAMES) => readRules(new EventBridgeClient({}), names);

beforeEach(() => {
  events.reset();
  events.on(ListRulesCommand).resolves({ Rules: NAMES.map((Name) => ({ Name, State: 'ENABLED' })) });
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: 'one', Arn: ARN }] });
});

test('rules are read with their targets by one list and one look at each', async () => {
  const rule = { enabled: true, targets: [{ arn: ARN, rewritten: false }] };

  expect(await read()).toEqual({ kind: 'rules', byName: new Map(NAMES.map((name) => [name, rule])) });
  expect(events.commandCalls(ListRulesCommand).map(({ args }) => args[0].input.NamePrefix)).toEqual(['service-prod-']);
  expect(events.commandCalls(ListTargetsByRuleCommand)).toHaveLength(2);
});

test('other rules whose names begin alike are not looked at', async () => {
  events.on(ListRulesCommand).resolves({ Rules: [{ Name: 'service-prod-other', State: 'DISABLED' }] });

  expect(await read()).toEqual({ kind: 'rules', byName: new Map() });
  expect(events.commandCalls(ListTargetsByRuleCommand)).toEqual([]);
});

test('a rule beyond the first page is seen', async () => {
  events
    .on(ListRulesCommand)
    .resolvesOnce({ Rules: [], NextToken: 'more' })
    .resolvesOnce({ Rules: [{ Name: NAMES[0], State: 'ENABLED' }] });

  expect(await read()).toMatchObject({ byName: new Map([[NAMES[0], expect.anything()]]) });
});

test('a target beyond the first page is seen', async () => {
  events
    .on(ListTargetsByRuleCommand)
    .resolvesOnce({ Targets: [], NextToken: 'more' })
    .resolvesOnce({ Targets: [{ Id: 'one', Arn: ARN }] });

  expect(await read(['service-prod-UserRule-1'])).toMatchObject({
    byName: new Map([['service-prod-UserRule-1', { enabled: true, targets: [{ arn: ARN, rewritten: false }] }]]),
  });
});

test.each([
  ['DISABLED', false],
  ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', true],
  [undefined, false],
] as const)('a rule whose state is %s counts as on: %s', async (State, enabled) => {
  events.on(ListRulesCommand).resolves({ Rules: [{ Name: NAMES[0], ...(State === undefined ? {} : { State }) }] });

  expect(await read()).toMatchObject({ byName: new Map([[NAMES[0], expect.objectContaining({ enabled })]]) });
});

test.each([{ Input: '{}' }, { InputPath: '$.detail' }, { InputTransformer: { InputTemplate: '{}' } }])(
  'a target with an input of its own is rewritten: %j',
  async (given) => {
    events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: 'one', Arn: ARN, ...given }] });

    expect(await read()).toMatchObject({
      byName: new Map(NAMES.map((name) => [name, { enabled: true, targets: [{ arn: ARN, rewritten: true }] }])),
    });
  },
);

test('what could not be listed is unknown, with the name of the error', async () => {
  events.on(ListRulesCommand).rejects(denied());

  expect(await read()).toEqual({ kind: 'unknown', why: 'AccessDeniedException' });
});

test('targets that could not be read are unknown, and the rule is still seen', async () => {
  events.on(ListTargetsByRuleCommand).rejects(denied());

  expect(await read()).toMatchObject({
    byName: new Map(
      NAMES.map((name) => [name, { enabled: true, targets: { kind: 'unknown', why: 'AccessDeniedException' } }]),
    ),
  });
});
