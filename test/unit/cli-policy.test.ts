import { describe, expect, test } from 'vitest';
import { guardDocument, inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import { serviceControlPolicy } from '../../shared/domain/service-control-policy.ts';
import { ran } from './cli-terminal.ts';

const DEPLOYER = 'arn:aws:iam::111111111111:role/deployer';

/** Neither credentials nor a Region are needed: whoever asked AWS would fail. */
const policy = (...args: readonly string[]) =>
  ran(['policy', ...args], () => Promise.reject(new Error('no AWS is asked')));

describe('a guard', () => {
  test.each(GUARD_KINDS)('is printed in one line, as the stack has it: %s', async (kind) => {
    expect(await policy('--kind', kind)).toEqual({
      code: 0,
      out: `${JSON.stringify(guardDocument('aws', kind))}\n`,
      err: '',
    });
  });

  test.each(GUARD_KINDS)('is printed as the inline policy that stands in for it: %s', async (kind) => {
    expect(await policy('--kind', kind, '--inline')).toEqual({
      code: 0,
      out: `${JSON.stringify(inlineGuardDocument('aws', kind))}\n`,
      err: '',
    });
  });

  test('is that of the partition', async () => {
    const { out } = await policy('--kind', 'guard', '--partition', 'aws-us-gov');

    expect(JSON.parse(out)).toEqual(guardDocument('aws-us-gov'));
  });
});

describe('the service control policy', () => {
  test('is printed in one line that AWS takes, and what it does not bind is said beside it', async () => {
    const { code, out, err } = await policy('--kind', 'scp', '--account', '111111111111', '--deployer', DEPLOYER);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(
      serviceControlPolicy({
        partition: 'aws',
        accountId: '111111111111',
        stack: 'aws-mfa-enforcer-prod',
        deployers: [DEPLOYER],
      }),
    );
    expect(out.trimEnd()).not.toMatch(/\s/);
    expect(err).toContain('does not bind the management account');
  });

  test('is for every account that it is attached to, unless one is named', async () => {
    const { out } = await policy('--kind', 'scp', '--deployer', DEPLOYER);

    expect(out).toContain('"arn:aws:iam::*:policy/aws-mfa-enforcer-guard*"');
  });

  test('takes several deployers, a stack and a role that takes guards off', async () => {
    const second = 'arn:aws:iam::*:role/platform/*';
    const releaseRole = 'arn:aws:iam::111111111111:role/ops/release';
    const options = ['--deployer', DEPLOYER, '--deployer', second, '--stack', 'mfa-dev', '--release-role', releaseRole];

    const { out } = await policy('--kind', 'scp', ...options);

    expect(JSON.parse(out)).toEqual(
      serviceControlPolicy({
        partition: 'aws',
        accountId: '*',
        stack: 'mfa-dev',
        deployers: [DEPLOYER, second],
        releaseRole,
      }),
    );
  });

  test('with --json is in a document like those of the other commands', async () => {
    const { out } = await policy('--kind', 'scp', '--deployer', DEPLOYER, '--json');

    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      command: 'policy',
      exitCode: 0,
      kind: 'scp',
      document: { Version: '2012-10-17' },
    });
  });
});

describe('what would protect nothing or lock everybody out is refused with exit code 2, and nothing is printed', () => {
  const many = Array.from({ length: 9 }, (_, at) => [
    '--deployer',
    `arn:aws:iam::111111111111:role/team-${at}/deployer`,
  ]);

  test.each([
    ['nobody is spared', [], 'Nobody could deploy'],
    ['an inline policy of an organisation', ['--deployer', DEPLOYER, '--inline'], 'is no inline policy'],
    ['a deployer of another partition', ['--deployer', DEPLOYER, '--partition', 'aws-cn'], 'partition aws-cn'],
    ['a deployer of another account', ['--deployer', DEPLOYER, '--account', '222222222222'], 'account 222222222222'],
    ['more deployers than AWS has room for', many.flat(), 'longer than the 5120'],
  ])('%s', async (_, args, sentence) => {
    const { code, out, err } = await policy('--kind', 'scp', ...args);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('wrong usage', () => {
  test.each([
    ['no kind', [], '--kind'],
    ['an unknown kind', ['--kind', 'rcp'], 'Allowed choices are guard, keys-allowed, enrolled, scp'],
    ['an account that is none', ['--kind', 'scp', '--account', '1'], 'twelve digits'],
    ['everybody as deployer', ['--kind', 'scp', '--deployer', 'arn:aws:iam::111111111111:role/*'], 'not of all'],
    [
      'a session as deployer',
      ['--kind', 'scp', '--deployer', 'arn:aws:sts::111111111111:assumed-role/deployer/jane.doe'],
      'not that of a session',
    ],
    ['a stack whose names would be cut', ['--kind', 'scp', '--stack', 'x'.repeat(31)], 'at most 30'],
    ['a connection', ['--kind', 'guard', '--region', 'eu-west-1'], "unknown option '--region'"],
  ])('%s is one sentence and exit code 64', async (_, args, sentence) => {
    const { code, out, err } = await policy(...args);

    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toContain(sentence);
  });

  test('help tells the exit codes and fits 100 columns', async () => {
    const { code, out } = await policy('--help');

    expect(code).toBe(0);
    expect(out).toMatch(/Exit codes: 0 .+64 wrong usage/s);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});
