import { describe, expect, test } from 'vitest';
import { readChoices } from '../../../infrastructure/deployment-choices.ts';
import { afterwards } from '../../../infrastructure/deployment-notes.ts';
import { deployedWith, HERE, template } from '../packaged-template.ts';
import { allows, idsOf } from '../policy-statements.ts';
import { refusals } from '../resolve-template.ts';

const FROM = '2026-12-01T08:00:00Z';
const ROLES = ['EvaluateUserRole', 'ReconcileEventsRole', 'RestoreGuardRole', 'SweepAccountRole'];
const NOW = new Date('2026-11-24T12:00:00Z');

/** Of each statement with the action: the date before which it does not hold. */
const datesOf = (parameters: Record<string, string>, role: string, action: string): unknown[] =>
  allows(deployedWith({ Mode: 'enforce', InlineFallback: 'on', ...parameters }), role, action).map(
    ({ when }) => when?.['DateGreaterThanEquals']?.['aws:CurrentTime'],
  );

describe.each(ROLES)('%s', (role) => {
  test('has no right to put a guard on before the date', () => {
    expect(datesOf({ EnforceFrom: FROM }, role, 'iam:AttachUserPolicy')).toEqual([FROM]);
    expect(datesOf({ EnforceFrom: FROM }, role, 'iam:PutUserPolicy')).toEqual([FROM]);
  });

  test('may take the enrolled guard off at any time, and the others from the date on', () => {
    const detach = allows(
      deployedWith({ Mode: 'enforce', EnforceFrom: FROM, Phases: 'two' }),
      role,
      'iam:DetachUserPolicy',
    );

    expect(detach.map(({ when }) => when)).toEqual([
      {
        ArnEquals: {
          'iam:PolicyARN': [
            'arn:aws:iam::111122223333:policy/aws-mfa-enforcer-guard-keys-allowed',
            'arn:aws:iam::111122223333:policy/aws-mfa-enforcer-guard',
          ],
        },
        DateGreaterThanEquals: { 'aws:CurrentTime': FROM },
      },
      { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/aws-mfa-enforcer-guard-enrolled' } },
    ]);
    expect(datesOf({ EnforceFrom: FROM }, role, 'iam:DeleteUserPolicy')).toEqual([undefined]);
  });

  test.each(['iam:AttachUserPolicy', 'iam:PutUserPolicy'])('without a date %s is held by none', (action) => {
    expect(datesOf({}, role, action)).toEqual([undefined]);
  });
});

test('a schedule begins one sweep at that moment, in UTC, and there is none without a date', () => {
  const { EnforceFromScheduled: schedule } = deployedWith({ Mode: 'enforce', EnforceFrom: FROM }).Resources;

  expect(schedule?.Properties).toMatchObject({
    ScheduleExpression: 'at(2026-12-01T08:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    GroupName: 'Schedules',
    State: 'ENABLED',
    Target: {
      Arn: 'SweepDashaccountLambdaFunction.Arn',
      RoleArn: 'SweepSchedulerRole.Arn',
      Input: '{}',
      DeadLetterConfig: { Arn: 'UndeliveredEvents.Arn' },
    },
  });
  expect(deployedWith({ Mode: 'enforce' }).Resources).not.toHaveProperty('EnforceFromScheduled');
});

test('every function that changes users is told the date', () => {
  const { Resources } = deployedWith({ Mode: 'enforce', EnforceFrom: FROM });
  const told = idsOf({ ...template, Resources }, 'AWS::Lambda::Function')
    .map((id) => Resources[id]?.Properties['Environment'] as { Variables: Record<string, unknown> })
    .flatMap(({ Variables }) => ('MODE' in Variables ? [Variables['ENFORCE_FROM']] : []));

  expect(told).toEqual([FROM, FROM, FROM, FROM]);
});

test.each([
  [{ Mode: 'observe', EnforceFrom: FROM }, [expect.stringContaining('Mode=enforce')]],
  [{ Mode: 'enforce', EnforceFrom: FROM }, []],
])('CloudFormation answers %j with %j', (parameters, refused) => {
  expect(refusals(template, { ...HERE, ...parameters })).toEqual(refused);
});

describe('a deployment', () => {
  const choose = (...params: readonly string[]) =>
    readChoices(
      params.flatMap((param) => ['--param', param]),
      NOW,
    );

  test.each([
    [['Mode=observe', `EnforceFrom=${FROM}`], /never changes anything/],
    [['Mode=enforce', 'EnforceFrom=2026-11-24T12:00:00Z'], /has passed: leave it out/],
    [['Mode=enforce', 'EnforceFrom=2026-12-01'], /a moment in UTC such as/],
    [['Mode=enforce', 'EnforceFrom=2027-02-30T08:00:00Z'], /a moment in UTC such as/],
    [['Mode=enforce', 'EnforceFrom='], /or left out/],
  ])('with %j is refused in a sentence', (params, why) => {
    expect(choose(...params)).toMatchObject({ kind: 'refused', why: expect.stringMatching(why) as string });
  });

  test('with a date says afterwards what happens when', () => {
    const chosen = choose('Mode=enforce', `EnforceFrom=${FROM}`);

    expect(chosen).toMatchObject({ kind: 'chosen', enforceFrom: new Date(FROM) });
    expect(chosen.kind === 'chosen' && afterwards(chosen)).toContain(
      'Nothing is changed before 2026-12-01T08:00:00.000Z',
    );
  });
});
