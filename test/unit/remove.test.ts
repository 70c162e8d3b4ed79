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
import { releaseEverybody } from '../../infrastructure/removal/release-everybody.ts';
import type { Connection } from '../../cli/connect.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { guardArnOf } from '../../shared/domain/guard-name.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import { anAccount } from '../fakes/an-account.ts';
import { GUARD_ARN, releasing, type ReleasingOverrides } from '../fakes/releasing.ts';

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
    iam.on(ListEntitiesForPolicyCommand, { PolicyArn: `${GUARD_ARN}-keys-allowed` }).resolves({});
    const enrolled = { PolicyArn: `${GUARD_ARN}-enrolled` };
    iam.on(ListEntitiesForPolicyCommand, enrolled).resolves({});
    iam
      .on(ListEntitiesForPolicyCommand, { ...enrolled, PolicyUsageFilter: 'PermissionsPolicy' })
      .resolves({ PolicyGroups: [{ GroupName: 'people' }] });
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
      others: [
        'group staff: aws-mfa-enforcer-guard',
        'role admin: aws-mfa-enforcer-guard',
        'user john.roe (as boundary): aws-mfa-enforcer-guard',
        'group people: aws-mfa-enforcer-guard-enrolled',
      ],
    });
  });

  test('is nobody when the policy is gone', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ UserDetailList: [] });
    iam.on(ListEntitiesForPolicyCommand).rejects(new NoSuchEntityException({ message: 'gone', $metadata: {} }));

    expect(await whoCarries(new IAMClient({}), GUARD_ARN)).toEqual({ users: [], others: [] });
  });
});

describe('taking the guard off everybody', () => {
  const GUARDS: Readonly<Record<string, AttachedGuard>> = {
    'jane.doe': { kind: 'guard', by: 'managed' },
    'john.doe': { kind: 'keys-allowed', by: 'managed' },
    'jane.roe': { kind: 'enrolled', by: 'managed' },
    'john.roe': { kind: 'keys-allowed', by: 'inline' },
    'mary.major': { kind: 'edited', by: 'inline' },
  };

  /** What the account carries, as IAM tells it before each round. */
  function removing(overrides: ReleasingOverrides = {}) {
    const account = anAccount({ mode: 'observe' });
    for (const [name, guard] of Object.entries(GUARDS)) account.withUser(name, { password: true, guards: [guard] });
    iam.on(ListEntitiesForPolicyCommand).resolves({});
    iam.on(GetAccountAuthorizationDetailsCommand).callsFake(() => ({
      UserDetailList: account.iam.all().map(({ name, guards }) => ({
        UserName: name,
        Arn: `arn:aws:iam::111111111111:user/${name}`,
        AttachedManagedPolicies: guards.flatMap(({ kind, by }) =>
          by === 'managed' && kind !== 'edited' ? [{ PolicyArn: guardArnOf(GUARD_ARN, kind) }] : [],
        ),
        UserPolicyList: guards.flatMap(({ by }) =>
          by === 'inline' ? [{ PolicyName: 'aws-mfa-enforcer-guard', PolicyDocument: '%7B%7D' }] : [],
        ),
      })),
    }));
    let out = '';
    const { services } = account;
    const connection = {
      account: services.account,
      caller: 'arn:aws:iam::111111111111:user/security.admin',
      clock: services.clock,
      ...releasing(account, overrides).connection,
    } as Connection;
    const terminal = { out: (text: string) => (out += text), append: () => undefined } as unknown as Terminal;
    const parts = [part('AWS::IAM::Role', 'ReleaseRole')];
    const all = { guardArn: GUARD_ARN, parts, evidence: undefined, connection, terminal, iam: new IAMClient({}) };
    return { account, told: () => out.replaceAll(/\s+/g, ' '), run: () => releaseEverybody(all) };
  }

  test('reaches each kind in each way, whatever the mode of the stack was', async () => {
    const { account, run } = removing();

    expect(await run()).toBeUndefined();
    expect(account.iam.all().filter(({ guarded }) => guarded)).toEqual([]);
  });

  test('that may not delete an inline guard stops before the stack goes, and says how to go on', async () => {
    const refused = removing({ refusesGuard: ({ by }) => by === 'inline' });

    expect(await refused.run()).toContain('did not come off everybody');
    expect(refused.told()).toContain('The guard is off (3)');
    expect(refused.told()).toContain('only of a stack with InlineFallback=on');
    const left = refused.account.iam.all().filter(({ guarded }) => guarded);
    expect(left.map(({ name }) => name)).toEqual(['john.roe', 'mary.major']);
  });

  test('stops at a guard that somebody else attached, and names whom to and which', async () => {
    const { run } = removing();
    iam.on(ListEntitiesForPolicyCommand, { PolicyArn: `${GUARD_ARN}-enrolled` }).resolves({
      PolicyGroups: [{ GroupName: 'staff' }],
    });

    expect(await run()).toContain('group staff: aws-mfa-enforcer-guard-enrolled');
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
