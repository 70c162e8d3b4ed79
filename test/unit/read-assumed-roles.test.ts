import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { assumedRolesReader } from '../../shared/aws/read-assumed-roles.ts';
import { detailsReader } from '../../shared/aws/read-details.ts';
import { evaluationServices } from '../../shared/runtime/evaluation-services.ts';
import { reconcileServices } from '../../shared/runtime/reconcile-services.ts';
import { readReconcileSettings } from '../../shared/runtime/reconcile-settings.ts';
import { readEvaluationSettings } from '../../shared/runtime/settings.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';

const ROLE = 'arn:aws:iam::111111111111:role/eng/deploy';
const OTHER = 'arn:aws:iam::222222222222:role/audit';
const USER = { accountId: '111111111111', userName: 'jane.doe' };
const MINUTE = 60_000;
const cloudTrail = mockClient(CloudTrailClient);
let clock = simulatedClock();

const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * MINUTE);
const reader = () => assumedRolesReader(new CloudTrailClient({}), clock);
const read = (since = ago(20)) => reader()(USER, since);

/** A record of event history, as it is when the user assumes a role. */
const record = (change: Record<string, unknown> = {}) => ({
  CloudTrailEvent: JSON.stringify({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: { type: 'IAMUser', userName: 'jane.doe' },
    requestParameters: { roleArn: ROLE, roleSessionName: 'jane.doe' },
    ...change,
  }),
});

beforeEach(() => {
  cloudTrail.reset();
  clock = simulatedClock();
});

describe('the roles that a user assumed since the event', () => {
  test('are asked for by the name of the user, from the event to now, and told once each', async () => {
    const since = ago(20);
    cloudTrail.on(LookupEventsCommand).resolves({
      Events: [record(), record({ requestParameters: { roleArn: OTHER } }), record()],
    });

    expect(await read(since)).toEqual({ kind: 'roles', roles: [ROLE, OTHER] });
    const inputs = cloudTrail.commandCalls(LookupEventsCommand).map(({ args }) => args[0].input);
    expect(inputs).toMatchObject([
      { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'jane.doe' }], StartTime: since },
    ]);
  });

  test.each([
    ['a call that was refused', record({ errorCode: 'AccessDenied' })],
    ['another call of the user', record({ eventName: 'GetCallerIdentity' })],
    ["a session of a role that bears the user's name", record({ userIdentity: { type: 'AssumedRole' } })],
    ['another user', record({ userIdentity: { type: 'IAMUser', userName: 'john.roe' } })],
    ['a record that cannot be understood', { CloudTrailEvent: '{' }],
    ['an empty record', {}],
  ])('leave out %s', async (_, event) => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [event, record()] });

    expect(await read()).toEqual({ kind: 'roles', roles: [ROLE] });
  });

  test('are found on later pages', async () => {
    cloudTrail
      .on(LookupEventsCommand, { NextToken: undefined })
      .resolves({ Events: [], NextToken: 'two' })
      .on(LookupEventsCommand, { NextToken: 'two' })
      .resolves({ Events: [record()] });

    expect(await read()).toEqual({ kind: 'roles', roles: [ROLE] });
  });

  test('are unknown, not none, when there is more history than is read', async () => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [], NextToken: 'more' });

    expect(await read()).toEqual({ kind: 'unknown', why: 'MoreEventsThanRead' });
    expect(cloudTrail.commandCalls(LookupEventsCommand)).toHaveLength(4);
  });

  test('that were found are told although there is more history than is read', async () => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [record()], NextToken: 'more' });

    expect(await read()).toEqual({ kind: 'roles', roles: [ROLE] });
  });

  test('are unknown when history is refused: nothing is thrown', async () => {
    cloudTrail.on(LookupEventsCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));

    expect(await read()).toEqual({ kind: 'unknown', why: 'ThrottlingException' });
  });

  test('are not asked for while history may not have them yet', async () => {
    expect(await read(ago(5))).toEqual({ kind: 'not-asked' });
    expect(cloudTrail.calls()).toHaveLength(0);
  });
});

describe('of many users at once', () => {
  test('they are asked one after the other, no more than two a second, and who would wait long is not asked', async () => {
    const began = clock.now().getTime();
    const times: number[] = [];
    cloudTrail.on(LookupEventsCommand).callsFake(() => {
      times.push(clock.now().getTime() - began);
      return Promise.resolve({ Events: [] });
    });
    const readOne = reader();

    const answers = await Promise.all(Array.from({ length: 10 }, () => readOne(USER, ago(20))));

    expect(times).toEqual([550, 1_100, 1_650, 2_200]);
    expect(answers.filter(({ kind }) => kind === 'not-asked')).toHaveLength(6);
  });

  test('a refusal of one keeps none of the others from an answer', async () => {
    cloudTrail
      .on(LookupEventsCommand)
      .rejectsOnce(new Error('no'))
      .resolves({ Events: [record()] });
    const readOne = reader();

    const answers = await Promise.all([readOne(USER, ago(20)), readOne(USER, ago(20))]);

    expect(answers.map(({ kind }) => kind)).toEqual(['unknown', 'roles']);
  });
});

describe('of the two functions that tell of a guard', () => {
  const iam = mockClient(IAMClient);
  const environment = { ...ENVIRONMENT, CONCURRENCY: '8', RULES: 'rule=evaluate-user' };
  const anHourAgo = () => new Date(Date.now() - 60 * MINUTE);

  test('the one that makes lost events good asks for roles, with one lookup', async () => {
    iam.on(GetUserCommand).resolves({});
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [record()] });

    const { details } = reconcileServices(readReconcileSettings(environment));

    expect((await details.read(USER, anHourAgo())).assumedRoles).toEqual({ kind: 'roles', roles: [ROLE] });
    expect(cloudTrail.calls()).toHaveLength(1);
  });

  test('the one that guards in real time does not: it has no right to, and no call more', async () => {
    iam.on(GetUserCommand).resolves({});

    const { details } = evaluationServices(readEvaluationSettings(environment));

    expect((await details.read(USER, anHourAgo())).assumedRoles).toEqual({ kind: 'not-asked' });
    expect(cloudTrail.calls()).toHaveLength(0);
  });
});

describe('the details for a message', () => {
  const iam = mockClient(IAMClient);
  const rules = { tagKeys: ['owner'], domain: undefined };
  beforeEach(() => {
    iam.reset();
    iam.on(GetUserCommand).resolves({ User: { Arn: 'arn:aws:iam::111111111111:user/jane.doe' } as never });
  });

  test('cost no lookup where nobody may look: one call, and the roles were not asked for', async () => {
    const details = await detailsReader(new IAMClient({}), rules).read(USER, ago(60));

    expect(details.assumedRoles).toEqual({ kind: 'not-asked' });
    expect([iam.calls().length, cloudTrail.calls().length]).toEqual([1, 0]);
  });

  test('cost no lookup of an event that is not about a guard', async () => {
    const details = await detailsReader(new IAMClient({}), rules, reader()).read(USER, undefined);

    expect(details.assumedRoles).toEqual({ kind: 'not-asked' });
    expect(cloudTrail.calls()).toHaveLength(0);
  });

  test('have the roles although the user could not be read', async () => {
    iam.on(GetUserCommand).rejects(new Error('no'));
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [record()] });

    const details = await detailsReader(new IAMClient({}), rules, reader()).read(USER, ago(20));

    expect(details).toEqual({
      arn: undefined,
      owner: { kind: 'none' },
      assumedRoles: { kind: 'roles', roles: [ROLE] },
    });
  });
});
