import { describe, expect, test } from 'vitest';
import { SERVICE_CONTROL_POLICY_QUOTA, serviceControlPolicy } from '../../shared/domain/service-control-policy.ts';
import { aroundStack, byCondition, invented, onStackInBrief, onWholeStack } from './scp-expected.ts';
import { mutantsOf } from './scp-mutants.ts';
import { faultsOf, mayDo, NO_SCP, outcomeOf, type Scp } from './scp-properties.ts';
import { ACCOUNT, administrators, DEPLOYERS, roleArn, sparedPrincipals, STACK } from './scp-requests.ts';

/** The document is simulated, not AWS: docs/policy.md says what no simulation shows. */
const scpOf = (partition: string, accountId = ACCOUNT) =>
  structuredClone(
    serviceControlPolicy({ partition, accountId, stack: STACK, deployers: DEPLOYERS(partition) }),
  ) as unknown as Scp;

const peopleOf = (partition: string) => ({
  spared: sparedPrincipals(partition),
  others: administrators(partition),
});

/** One of each kind, where there are many documents. */
const fewOf = (partition: string) => ({
  spared: sparedPrincipals(partition).slice(0, 3),
  others: administrators(partition).slice(0, 1),
});

/** The deployer and an administrator, where there are many calls: who is spared, the other properties show. */
const oneOf = (partition: string) => ({
  spared: sparedPrincipals(partition).slice(0, 1),
  others: administrators(partition).slice(0, 1),
});

test('of all actions that AWS has for what is the stack’s own, an administrator may only look', async () => {
  const expected = await onWholeStack('aws');

  expect(expected.length).toBeGreaterThan(600);
  expect([...faultsOf(scpOf('aws'), { ...oneOf('aws'), spared: [] }, expected)]).toEqual([]);
}, 30_000);

describe.each(['aws', 'aws-cn', 'aws-us-gov'])('in partition %s', (partition) => {
  const scp = scpOf(partition);
  const people = peopleOf(partition);

  test('on what is the stack’s own everybody may look and nobody but the spared do anything else', async () => {
    const expected = await onStackInBrief(partition);

    expect(expected.length).toBeGreaterThan(60);
    expect([...faultsOf(scp, oneOf(partition), expected)]).toEqual([]);
  });

  test('the attached guard, the key and event sources are told from others by the condition', () => {
    expect([...faultsOf(scp, people, byCondition(partition))]).toEqual([]);
  });

  test('trails, logs, the spared themselves and the membership are protected, and nothing beside them', () => {
    expect([...faultsOf(scp, people, aroundStack(partition))]).toEqual([]);
  });

  test('what AWS may add next year is denied on what is the stack’s own from its first day', () => {
    expect([...faultsOf(scp, people, invented(partition))]).toEqual([]);
  });

  test('with an account of `*` it decides the same', () => {
    const expected = [...byCondition(partition), ...aroundStack(partition), ...invented(partition)];
    expect([...faultsOf(scpOf(partition, '*'), fewOf(partition), expected)]).toEqual([]);
  });
});

test('without it an administrator may do every one of these', async () => {
  const expected = [...(await onStackInBrief('aws')), ...byCondition('aws'), ...aroundStack('aws')];
  const admin = roleArn('aws', 'admin');

  const decidedByIam = expected.filter(
    ({ call }) => !call.action.startsWith('sts:') && !call.resource.includes(':key/'),
  );

  expect(decidedByIam.filter(({ call }) => outcomeOf(NO_SCP, admin, call) !== 'Allowed')).toEqual([]);
});

test('a role that takes guards off under another name is spared and protected', () => {
  const releaseRole = roleArn('aws', 'ops/release');
  const scp = serviceControlPolicy({
    partition: 'aws',
    accountId: ACCOUNT,
    stack: STACK,
    deployers: DEPLOYERS('aws'),
    releaseRole,
  }) as unknown as Scp;
  const detach = {
    action: 'iam:DetachUserPolicy',
    resource: `arn:aws:iam::${ACCOUNT}:user/jane.doe`,
    context: { 'iam:PolicyARN': `arn:aws:iam::${ACCOUNT}:policy/aws-mfa-enforcer-guard` },
  };
  const assume = { action: 'sts:AssumeRole', resource: releaseRole };

  expect(mayDo(scp, releaseRole, detach)).toBe(true);
  expect(mayDo(scp, roleArn('aws', 'admin'), assume)).toBe(false);
  expect(mayDo(scp, roleArn('aws', 'deployer'), assume)).toBe(true);
});

test('it fits into a service control policy with three deployers, in the partition with the longest name', () => {
  const deployers = ['one', 'two', 'three'].map((name) => roleArn('aws-us-gov', `platform/deployer-of-team-${name}`));

  const document = serviceControlPolicy({ partition: 'aws-us-gov', accountId: ACCOUNT, stack: STACK, deployers });

  expect(JSON.stringify(document).length).toBeLessThanOrEqual(SERVICE_CONTROL_POLICY_QUOTA);
});

test('it only denies, in the grammar that AWS documents, without a wildcard but at the end of an action', () => {
  const { Version, Statement } = scpOf('aws');
  const actions = Statement.flatMap(({ Action = [], NotAction = [] }) => [...Action, ...NotAction]);

  expect(Version).toBe('2012-10-17');
  expect(new Set(Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']));
  expect(actions.filter((action) => !/^[a-z0-9]+:([A-Za-z]+\*?|\*)$/.test(action))).toEqual([]);
  expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
});

describe('a document with one part removed, widened, narrowed or turned is noticed', async () => {
  const around = [...byCondition('aws'), ...aroundStack('aws'), ...invented('aws')];
  const onStack = await onStackInBrief('aws');

  test.each(mutantsOf(scpOf('aws')))(
    '$name',
    ({ name, scp }) => {
      const noticed = [
        () => faultsOf(scp, oneOf('aws'), onStack).next().done !== true,
        () => faultsOf(scp, fewOf('aws'), around).next().done !== true,
      ];
      // Where a fault is most likely first: one is enough.
      const [likely, other] = name.startsWith('ProtectService') ? noticed : noticed.toReversed();

      expect(likely?.() === true || other?.() === true).toBe(true);
    },
    30_000,
  );
});
