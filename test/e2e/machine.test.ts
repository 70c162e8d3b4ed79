import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateUserCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { untilGuarded, untilMail } from '../../local/demo/look.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { sample } from '../cases/event-cases.ts';
import { mailsAbout } from './steps.ts';
import { callsBy, RECONCILER } from './sweep-steps.ts';

let stack: Stack;
let events: EventBridgeClient;
let cloudTrail: CloudTrailClient;
const KEPT = 'Events are kept from aws-mfa-enforcer';

/** The name that CloudFormation gave to a rule of the stack. */
async function nameOf(logicalId: string): Promise<string> {
  const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: 'aws-mfa-enforcer-prod-' }));
  const rule = Rules.find(({ Name }) => Name?.includes(logicalId));
  return rule?.Name ?? '';
}

const reconcile = async () => {
  await stack.aws.doors.fire('Reconcile');
  await stack.quiet();
};

beforeAll(async () => {
  stack = await startStack({ params: { MessagesAMinute: '99999' } });
  events = new EventBridgeClient(stack.config());
  cloudTrail = new CloudTrailClient(stack.config());
});
beforeEach(async () => {
  await stack.aws.doors.clearMail();
  await stack.aws.doors.clearCalls();
});
afterEach(async () => {
  await stack.aws.doors.clearFaults();
  await stack.quiet();
  expect(await stack.failedEvents()).toEqual([]);
});
afterAll(() => stack.stop());

test('rules and trail as deployed are looked at with few calls, under the rights of the role, and told nobody', async () => {
  await reconcile();

  const { ListRules, ListTargetsByRule, DescribeTrails, GetTrailStatus, GetEventSelectors } = await callsBy(
    stack,
    RECONCILER,
  );
  expect({ ListRules, ListTargetsByRule, DescribeTrails, GetTrailStatus, GetEventSelectors }).toEqual({
    ListRules: 1,
    ListTargetsByRule: 9,
    DescribeTrails: 1,
    GetTrailStatus: 1,
    GetEventSelectors: 1,
  });
  expect(await mailsAbout(stack, 'aws-mfa-enforcer')).toEqual([]);
});

test('a rule that somebody disabled is told by its name, once however many runs find it, and is quiet when it is on again', async () => {
  const Name = await nameOf('UserCredentialsRule');
  await events.send(new DisableRuleCommand({ Name }));

  await reconcile();
  await reconcile();

  const mail = await untilMail(stack, KEPT);
  expect(mail.text.replaceAll(/\s+/g, ' ')).toContain(`The rule ${Name} is disabled`);
  expect(mail.attributes).toMatchObject({ severity: 'critical', kind: 'machine-impaired' });
  expect(await mailsAbout(stack, KEPT)).toHaveLength(1);

  await events.send(new EnableRuleCommand({ Name }));
  await stack.aws.doors.clearMail();
  await reconcile();
  expect(await mailsAbout(stack, 'aws-mfa-enforcer')).toEqual([]);

  await events.send(new DisableRuleCommand({ Name }));
  await reconcile();
  expect(await mailsAbout(stack, KEPT)).toHaveLength(1);
  await events.send(new EnableRuleCommand({ Name }));
  await reconcile();
});

test('a rule whose target was taken off is told, with the function that gets nothing', async () => {
  const Rule = await nameOf('MachineChangesRule');
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
  await events.send(new RemoveTargetsCommand({ Rule, Ids: Targets.map(({ Id = '' }) => Id) }));

  await reconcile();

  const mail = await untilMail(stack, KEPT);
  expect(mail.text.replaceAll(/\s+/g, ' ')).toContain(
    `The rule ${Rule} does not bring its events to aws-mfa-enforcer-prod-alert-on-root any more.`,
  );
  await events.send(new PutTargetsCommand({ Rule, Targets }));
  await reconcile();
});

test('a trail that was stopped is told before any event was lost', async () => {
  await cloudTrail.send(new StopLoggingCommand({ Name: 'management-events' }));

  await reconcile();

  const mail = await untilMail(stack, KEPT);
  expect(mail.text).toContain('trail-missing');
  await cloudTrail.send(new StartLoggingCommand({ Name: 'management-events' }));
  await reconcile();
});

test('rules that may not be read are told as not known', async () => {
  await stack.aws.doors.addFaults({
    kind: 'refuse',
    service: 'events',
    action: 'ListRules',
    code: 'AccessDeniedException',
    status: 400,
    message: 'refused by the test',
    times: 10,
    principal: RECONCILER,
  });

  await reconcile();

  const mail = await untilMail(stack, 'Events may be kept from aws-mfa-enforcer');
  expect(mail.text).toContain('AccessDeniedException');
  expect(mail.attributes).toMatchObject({ severity: 'high', kind: 'machine-impaired' });
});

describe('a role of a function', () => {
  const USED = 'A role of aws-mfa-enforcer was used by something else';
  const roleOf = async (logicalId: string) => {
    const { Roles = [] } = await stack.iam.send(new ListRolesCommand({}));
    return Roles.find(({ RoleName }) => RoleName?.includes(logicalId))?.RoleName ?? '';
  };
  /** A sample event in the name of a role as it is called here. */
  const inTheNameOf = (role: string, name: string): unknown =>
    JSON.parse(JSON.stringify(sample(name)).replaceAll('aws-mfa-enforcer-prod-EvaluateUserRole-EXAMPLE0005', role));

  test('that its own function uses is no alert, whatever the trail brings of it', async () => {
    const evaluating = await roleOf('EvaluateUserRole');
    await stack.iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));
    await givePassword(stack.iam, 'jane.doe');
    await untilGuarded(stack, 'jane.doe');
    await stack.aws.doors.putEvents([inTheNameOf(evaluating, 'log-stream-created-by-own-function')]);
    await stack.quiet();

    const attach = (await stack.aws.doors.calls()).find(({ action }) => action === 'AttachUserPolicy');
    expect(attach?.principal).toContain(`assumed-role/${evaluating}/aws-mfa-enforcer-prod-evaluate-user`);
    expect(await mailsAbout(stack, USED)).toEqual([]);
  });

  test('that something else uses is told, with the session and where it came from', async () => {
    const evaluating = await roleOf('EvaluateUserRole');

    await stack.aws.doors.putEvents([inTheNameOf(evaluating, 'own-role-in-another-function')]);

    const mail = await untilMail(stack, USED);
    expect(mail.text).toContain(`assumed-role/${evaluating}/helper`);
    expect(mail.text).toContain('From 192.0.2.61');
    expect(mail.attributes).toMatchObject({ severity: 'critical', kind: 'own-role-used' });
  });

  test('whose use at another service was refused is told as well', async () => {
    const evaluating = await roleOf('EvaluateUserRole');

    await stack.aws.doors.putEvents([inTheNameOf(evaluating, 'own-role-in-another-function-refused')]);

    expect((await untilMail(stack, USED)).text).toContain('The call failed: AccessDenied.');
  });
});
