import { describe, expect, test } from 'vitest';
import { deployedWith, HERE, template } from '../packaged-template.ts';
import { allows, listed, statementsOf } from '../policy-statements.ts';
import { refusals } from '../resolve-template.ts';

/** What LongTermKeys, Phases, Release and InlineFallback change of the stack. */

const GUARD = 'arn:aws:iam::111122223333:policy/aws-mfa-enforcer-guard';
const ROLES = ['EvaluateUserRole', 'ReconcileEventsRole', 'RestoreGuardRole', 'SweepAccountRole'];

const policiesOf = (parameters: Record<string, string>, role: string, action: string): unknown[] =>
  allows(deployedWith({ Mode: 'enforce', ...parameters }), role, action).map(
    ({ when }) => (when as { ArnEquals: { 'iam:PolicyARN': unknown } }).ArnEquals['iam:PolicyARN'],
  );

describe.each(ROLES)('%s', (role) => {
  test.each([
    [{}, ['']],
    [{ LongTermKeys: 'allow' }, ['', '-keys-allowed']],
    [{ LongTermKeys: 'spare-in-use' }, ['', '-keys-allowed']],
    [{ Phases: 'two' }, ['', '-enrolled']],
  ])('deployed with %j may attach the guards that are called for, and no other policy', (parameters, guards) => {
    expect(policiesOf(parameters, role, 'iam:AttachUserPolicy')).toEqual([guards.map((name) => `${GUARD}${name}`)]);
  });

  test.each([
    [{}, false],
    [{ LongTermKeys: 'spare-in-use' }, false],
    [{ LongTermKeys: 'allow' }, true],
    [{ Phases: 'two' }, true],
    [{ Release: 'when-compliant' }, true],
  ])('deployed with %j may take the plain guard off only where it has to: %s', (parameters, plain) => {
    const others = plain ? [`${GUARD}-keys-allowed`, GUARD] : [`${GUARD}-keys-allowed`];

    expect(policiesOf(parameters, role, 'iam:DetachUserPolicy')).toEqual([others, `${GUARD}-enrolled`]);
  });

  test('may write inline policies only where whoever deploys has chosen it', () => {
    const inline = (parameters: Record<string, string>) =>
      statementsOf(deployedWith({ Mode: 'enforce', ...parameters }), role)
        .flatMap(({ Action }) => listed(Action))
        .filter((action) => /UserPolicy$/.test(action) && !/Attach|Detach/.test(action))
        .toSorted();

    expect(inline({})).toEqual([]);
    expect(inline({ InlineFallback: 'on' })).toEqual([
      'iam:DeleteUserPolicy',
      'iam:GetUserPolicy',
      'iam:PutUserPolicy',
    ]);
    expect(inline({ InlineFallback: 'on', Mode: 'observe' })).toEqual(['iam:GetUserPolicy']);
  });

  test('asks for keys only where keys in use are spared', () => {
    const asks = (LongTermKeys: string) =>
      allows(deployedWith({ LongTermKeys }), role, 'iam:ListAccessKeys').length > 0;

    expect(['deny', 'allow', 'spare-in-use'].map(asks)).toEqual([false, false, true]);
  });
});

test('the ReleaseRole may delete inline policies only where the stack may have put one', () => {
  const may = (InlineFallback: string) =>
    allows(deployedWith({ InlineFallback }), 'ReleaseRole', 'iam:DeleteUserPolicy').length > 0;

  expect(['off', 'on'].map(may)).toEqual([false, true]);
});

test('a deleted password is an event only where a guard comes off whoever needs none', () => {
  const watched = (Release: string) =>
    JSON.stringify(deployedWith({ Release }).Resources['UserCredentialsRule']).includes('DeleteLoginProfile');

  expect(['never', 'when-compliant'].map(watched)).toEqual([false, true]);
});

test.each([
  [{ Phases: 'two', LongTermKeys: 'allow' }, /access keys are denied/],
  [{ Phases: 'two', LongTermKeys: 'spare-in-use' }, /access keys are denied/],
  [{ Phases: 'two', Release: 'when-compliant' }, /the guard stays on/],
  [{ Release: 'when-compliant', Scope: 'every-password' }, /carries no guard/],
])('CloudFormation refuses %j before anything changes', (parameters, why) => {
  expect(refusals(template, { ...HERE, ...parameters })).toEqual([expect.stringMatching(why) as string]);
});

test.each([
  {},
  { Phases: 'two' },
  { LongTermKeys: 'allow' },
  { LongTermKeys: 'spare-in-use', InlineFallback: 'on' },
  { Release: 'when-compliant', LongTermKeys: 'allow' },
])('CloudFormation takes %j', (parameters) => {
  expect(refusals(template, { ...HERE, ...parameters })).toEqual([]);
});
