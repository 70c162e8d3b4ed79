import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DisableRuleCommand, EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  ListEntitiesForPolicyCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { aboutLetters, lettersLeft } from '../../infrastructure/removal/letters-left.ts';
import { whoCarries } from '../../infrastructure/removal/others-carrying.ts';
import { readRemovalChoices } from '../../infrastructure/removal/removal-choices.ts';
import { stackParts } from '../../infrastructure/removal/stack-parts.ts';
import { stopWork } from '../../infrastructure/removal/stop-work.ts';
import { GUARD_ARN } from '../fakes/releasing.ts';

const cloudFormation = mockClient(CloudFormationClient);
const events = mockClient(EventBridgeClient);
const scheduler = mockClient(SchedulerClient);
const sqs = mockClient(SQSClient);
const iam = mockClient(IAMClient);

beforeEach(() => {
  for (const mock of [cloudFormation, events, scheduler, sqs, iam]) mock.reset();
});

const part = (type: string, id: string) => ({ logicalId: id, type, id });

describe('the parts of the stack', () => {
  test('are those that are there still, over all pages', async () => {
    const summary = (id: string, ResourceStatus: 'CREATE_COMPLETE' | 'DELETE_COMPLETE') => ({
      LogicalResourceId: id,
      PhysicalResourceId: id,
      ResourceType: 'AWS::SQS::Queue',
      ResourceStatus,
      LastUpdatedTimestamp: new Date(0),
    });
    cloudFormation
      .on(ListStackResourcesCommand, { StackName: 's', NextToken: undefined })
      .resolves({ StackResourceSummaries: [summary('a', 'CREATE_COMPLETE')], NextToken: 'two' })
      .on(ListStackResourcesCommand, { StackName: 's', NextToken: 'two' })
      .resolves({ StackResourceSummaries: [summary('b', 'DELETE_COMPLETE'), summary('c', 'CREATE_COMPLETE')] });

    expect(await stackParts(new CloudFormationClient({}), 's')).toEqual([
      part('AWS::SQS::Queue', 'a'),
      part('AWS::SQS::Queue', 'c'),
    ]);
  });
});

describe('turning the work off', () => {
  const parts = [
    part('AWS::Events::Rule', 'one'),
    part('AWS::Events::Rule', 'two'),
    part('AWS::Scheduler::ScheduleGroup', 'group'),
    part('AWS::SQS::Queue', 'queue'),
  ];
  const schedule = {
    Name: 'sweep',
    GroupName: 'group',
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Asia/Tokyo',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    Target: { Arn: 'function', RoleArn: 'role', Input: '{}' },
  } as const;
  const stop = () => stopWork(parts, new EventBridgeClient({}), new SchedulerClient({}));

  test('disables every rule and schedule, and changes nothing else of a schedule', async () => {
    events.on(DisableRuleCommand).resolves({});
    scheduler.on(ListSchedulesCommand, { GroupName: 'group' }).resolves({ Schedules: [{ Name: 'sweep' }] });
    scheduler.on(GetScheduleCommand).resolves({ ...schedule, State: 'ENABLED' });
    scheduler.on(UpdateScheduleCommand).resolves({ ScheduleArn: 'arn' });

    expect(await stop()).toEqual({ rules: 2, schedules: 1 });
    expect(events.calls().map(({ args }) => args[0].input)).toEqual([{ Name: 'one' }, { Name: 'two' }]);
    const [update] = scheduler.commandCalls(UpdateScheduleCommand);
    expect(update?.args[0].input).toEqual({ ...schedule, State: 'DISABLED' });
  });

  test('done again finds them off, and a rule that somebody deleted stops nothing', async () => {
    events.on(DisableRuleCommand).rejects(new ResourceNotFoundException({ message: 'gone', $metadata: {} }));
    scheduler.on(ListSchedulesCommand).resolves({ Schedules: [{ Name: 'sweep' }] });
    scheduler.on(GetScheduleCommand).resolves({ ...schedule, State: 'DISABLED' });

    expect(await stop()).toEqual({ rules: 2, schedules: 1 });
    expect(scheduler.commandCalls(UpdateScheduleCommand)).toEqual([]);
  });

  test('that AWS refuses is thrown, so that nothing is released while something still guards', async () => {
    events.on(DisableRuleCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));

    await expect(stop()).rejects.toThrow('no');
  });
});

describe('dead letters', () => {
  const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/111111111111/${name}`;
  const parts = ['empty', 'full', 'denied'].map((name) => part('AWS::SQS::Queue', url(name)));

  test('that are left are told by queue, and what could not be read too', async () => {
    const counts = (visible: string, hidden: string) => ({
      Attributes: { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden },
    });
    sqs.on(GetQueueAttributesCommand, { QueueUrl: url('empty') }).resolves(counts('0', '0'));
    sqs.on(GetQueueAttributesCommand, { QueueUrl: url('full') }).resolves(counts('3', '1'));
    sqs.on(GetQueueAttributesCommand, { QueueUrl: url('denied') }).rejects(new Error('denied'));

    const left = await lettersLeft(parts, new SQSClient({}));

    expect(left.map(aboutLetters)).toEqual([
      '4 messages are left in full and go with the stack: docs/runbook.md tells how to read them.',
      'Whether anything is left in denied could not be read; it goes with the stack.',
    ]);
  });
});

describe('who carries the guard', () => {
  test('is told apart: users whom the service guarded, and what somebody else attached it to', async () => {
    iam.on(ListEntitiesForPolicyCommand, { PolicyUsageFilter: 'PermissionsPolicy' }).resolves({
      PolicyUsers: [{ UserName: 'john.doe' }],
      PolicyGroups: [{ GroupName: 'staff' }],
      PolicyRoles: [{ RoleName: 'admin' }],
    });
    iam
      .on(ListEntitiesForPolicyCommand, { PolicyUsageFilter: 'PermissionsBoundary' })
      .resolves({ PolicyUsers: [{ UserName: 'john.roe' }] });
    for (const kind of ['keys-allowed', 'enrolled']) {
      iam.on(ListEntitiesForPolicyCommand, { PolicyArn: `${GUARD_ARN}-${kind}` }).resolves({});
    }
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({
      UserDetailList: [
        {
          UserName: 'jane.doe',
          Arn: 'arn:aws:iam::111111111111:user/jane.doe',
          UserPolicyList: [{ PolicyName: 'aws-mfa-enforcer-guard', PolicyDocument: '%7B%7D' }],
        },
      ],
    });

    expect(await whoCarries(new IAMClient({}), GUARD_ARN)).toEqual({
      users: ['jane.doe'],
      others: ['group staff', 'role admin', 'user john.roe (as boundary)'],
    });
  });

  test('is nobody when the policy is gone', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ UserDetailList: [] });
    iam.on(ListEntitiesForPolicyCommand).rejects(new NoSuchEntityException({ message: 'gone', $metadata: {} }));

    expect(await whoCarries(new IAMClient({}), GUARD_ARN)).toEqual({ users: [], others: [] });
  });
});

describe('what whoever removes chooses', () => {
  test('is asked for unless said, in us-east-1 unless elsewhere', () => {
    expect(readRemovalChoices([])).toEqual({
      region: 'us-east-1',
      profile: undefined,
      yes: false,
      evidence: undefined,
    });
    expect(
      readRemovalChoices(['--yes', '-r', 'cn-north-1', '--aws-profile', 'china', '--evidence', 'e.jsonl']),
    ).toEqual({ region: 'cn-north-1', profile: 'china', yes: true, evidence: 'e.jsonl' });
  });

  test('is refused when it is not known: a typing error removes nothing', () => {
    expect(() => readRemovalChoices(['--yess'])).toThrow(/--yess/);
  });
});
