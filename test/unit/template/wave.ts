import { describe, expect, test } from 'vitest';
import { readChoices } from '../../../infrastructure/deployment-choices.ts';
import { deployedWith, template } from '../packaged-template.ts';
import { allows, idsOf } from '../policy-statements.ts';

const READERS = ['EvaluateUserRole', 'ReconcileEventsRole', 'SweepAccountRole'];
const mayReadGroups = (parameters: Record<string, string>) =>
  READERS.map((role) => allows(deployedWith({ Mode: 'enforce', ...parameters }), role, 'iam:ListGroupsForUser'));

test('groups of users may be read only where there is a wave', () => {
  const anyUser = { on: ['arn:aws:iam::111122223333:user/*'], when: undefined, who: undefined };

  expect(mayReadGroups({})).toEqual([[], [], []]);
  expect(mayReadGroups({ Include: 'path:/eng/*' })).toEqual([[anyUser], [anyUser], [anyUser]]);
  expect(mayReadGroups({ Exclude: 'path:/eng/*' })).toEqual([[anyUser], [anyUser], [anyUser]]);
});

test('every function that changes users is told the wave', () => {
  const { Resources } = deployedWith({ Mode: 'enforce', Include: 'tag:wave=1', Exclude: 'group:late' });
  const told = idsOf({ ...template, Resources }, 'AWS::Lambda::Function')
    .map((id) => Resources[id]?.Properties['Environment'] as { Variables: Record<string, unknown> })
    .flatMap(({ Variables }) => ('MODE' in Variables ? [[Variables['INCLUDE'], Variables['EXCLUDE']]] : []));

  expect(told).toEqual(Array.from({ length: 4 }, () => ['tag:wave=1', 'group:late']));
});

const LONG = `path:/${'a'.repeat(500)}/*`;

describe.each([
  ['Include', 'path:/eng/*', true],
  ['Include', 'group:developers*,tag:wave=1*', true],
  ['Include', 'tag:Cost Center=a=b', true],
  ['Include', 'path:eng/*', false],
  ['Include', 'jane.doe', false],
  ['Include', 'tag:wave', false],
  ['Include', LONG, false],
  ['Exclude', 'path:/service/*,group:late', true],
  ['Exclude', 'tag:spared=yes', false],
  ['Exclude', 'path:/a/,tag:spared=yes', false],
])('%s=%s', (name, value, isTaken) => {
  test(`is ${isTaken ? 'taken' : 'refused'} by CloudFormation`, () => {
    const { AllowedPattern, MaxLength } = template.Parameters[name] ?? {};

    expect(new RegExp(String(AllowedPattern)).test(value) && value.length <= Number(MaxLength)).toBe(isTaken);
  });

  test(`is ${isTaken ? 'taken' : 'refused in a sentence'} at deployment`, () => {
    const choices = readChoices(['--param', 'Mode=enforce', '--param', `${name}=${value}`]);

    expect(choices.kind).toBe(isTaken ? 'chosen' : 'refused');
  });
});

test('to exclude by a tag is refused with the reason', () => {
  expect(readChoices(['--param', 'Mode=enforce', '--param', 'Exclude=tag:spared=yes'])).toMatchObject({
    why: expect.stringContaining('whoever may tag a user could free somebody') as string,
  });
});
