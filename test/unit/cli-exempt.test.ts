import { describe, expect, test } from 'vitest';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { aCommandLine, type Overrides } from './cli-terminal.ts';

const ADD = ['exempt', 'add', '--user', 'jane.doe', '--reason', 'The token is on its way'];

function aCommand(overrides: Overrides = {}) {
  const account = anAccount().withUser('jane.doe', { password: true }).withUser('john.roe', {});
  return aCommandLine(account, overrides);
}

describe('exempt add', () => {
  test('writes who approved it by whose credentials it was run, and when it ends', async () => {
    const { run, table } = aCommand();

    const { code, out, err } = await run([...ADD, '--expires', '30d', '--ticket', 'SEC-42']);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(table.get('AIDAjane.doe')).toEqual({
      userId: 'AIDAjane.doe',
      userName: 'jane.doe',
      reason: 'The token is on its way',
      ticket: 'SEC-42',
      approver: 'arn:aws:iam::111111111111:user/auditor',
      createdAt: new Date('2026-11-24T12:00:00Z'),
      expiresAt: new Date('2026-12-24T12:00:00Z'),
      breakGlass: false,
    });
    expect(out).toContain('until 2026-12-24 12:00 (UTC)');
  });

  test('has no option for the approver', async () => {
    const { code, err } = await aCommand().run([...ADD, '--expires', '30d', '--approver', 'somebody']);

    expect(code).toBe(64);
    expect(err).toContain("unknown option '--approver'");
  });

  test.each([
    ['who is the user', 'arn:aws:iam::111111111111:user/jane.doe', 'somebody else has to run this'],
    ['who is a federated session', 'arn:aws:sts::111111111111:federated-user/admin', 'nobody can tell whose it is'],
  ])('refuses an approver %s', async (_name, caller, sentence) => {
    const { run, table } = aCommand({ caller });

    const { code, out, err } = await run([...ADD, '--expires', '30d']);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(table.size).toBe(0);
  });

  test.each([
    ['a day too many', '366d', [], '365 days at most'],
    ['a day too many of break-glass', '91d', ['--break-glass'], '90 days at most'],
    ['a day that is past', '2026-11-24', [], 'is past'],
    ['no time at all', '0d', [], 'is past'],
  ])('refuses %s', async (_name, expires, more, sentence) => {
    const { run, table } = aCommand();

    const { code, err } = await run([...ADD, '--expires', expires, ...more]);

    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(table.size).toBe(0);
  });

  test.each(['365d', '2027-11-24', '2026-11-24T12:01Z'])('takes %s', async (expires) => {
    expect((await aCommand().run([...ADD, '--expires', expires])).code).toBe(0);
  });

  test.each(['2027-02-31', 'tomorrow', '24.11.2026', '1e2d', ''])('does not take "%s" for a day', async (expires) => {
    const { code, err } = await aCommand().run([...ADD, '--expires', expires]);

    expect(code).toBe(64);
    expect(err).toContain('a date such as');
  });

  test('refuses a user who is exempt already, and points to renew', async () => {
    const { run } = aCommand();
    await run([...ADD, '--expires', '30d']);

    const { code, err } = await run([...ADD, '--expires', '60d']);

    expect(code).toBe(2);
    expect(err).toContain('mfa-enforcer exempt renew');
  });

  test('refuses an unknown user, and a stack without the table', async () => {
    const { run } = aCommand();

    const unknown = await run(['exempt', 'add', '--user', 'mary.major', '--reason', 'x', '--expires', '1d']);
    const stack = await run([...ADD, '--expires', '1d', '--stack', 'another']);

    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('There is no user mary.major') as string });
    expect(stack).toMatchObject({ code: 2, err: expect.stringContaining('no stack another') as string });
  });
});

describe('exempt renew', () => {
  test('gives it another end and approver, and keeps the rest', async () => {
    const { run, table } = aCommand();
    const before = anExemption('AIDAjane.doe', { breakGlass: true, ticket: 'SEC-42' });
    table.set('AIDAjane.doe', before);

    const { code } = await run(['exempt', 'renew', '--user', 'jane.doe', '--expires', '90d']);

    expect(code).toBe(0);
    expect(table.get('AIDAjane.doe')).toEqual({
      ...before,
      approver: 'arn:aws:iam::111111111111:user/auditor',
      createdAt: new Date('2026-11-24T12:00:00Z'),
      expiresAt: new Date('2027-02-22T12:00:00Z'),
    });
  });

  test('keeps to the limit of break-glass, and to another approver than the user', async () => {
    const { run, table } = aCommand({ caller: 'arn:aws:iam::111111111111:user/john.roe' });
    table.set('AIDAjane.doe', anExemption('AIDAjane.doe', { breakGlass: true }));
    table.set('AIDAjohn.roe', anExemption('AIDAjohn.roe'));

    const far = await run(['exempt', 'renew', '--user', 'jane.doe', '--expires', '91d']);
    const own = await run(['exempt', 'renew', '--user', 'john.roe', '--expires', '30d']);

    expect([far.code, own.code]).toEqual([2, 2]);
    expect(far.err).toContain('90 days at most');
    expect(own.err).toContain('somebody else has to run this');
  });

  test('of what is not there points to add', async () => {
    const { code, err } = await aCommand().run(['exempt', 'renew', '--user', 'jane.doe', '--expires', '30d']);

    expect(code).toBe(2);
    expect(err).toContain('mfa-enforcer exempt add');
  });
});

describe('exempt remove', () => {
  test('takes it away, also of a user who is gone', async () => {
    const { run, table } = aCommand();
    table.set('AIDAgone', anExemption('AIDAgone', { userName: 'john.doe' }));

    const { code, out } = await run(['exempt', 'remove', '--user', 'john.doe']);

    expect(code).toBe(0);
    expect(out).toContain('john.doe (AIDAgone)');
    expect(table.size).toBe(0);
  });

  test('of nobody is refused', async () => {
    expect((await aCommand().run(['exempt', 'remove', '--user', 'jane.doe'])).code).toBe(2);
  });
});

test('exempt list tells those in force first, for people and for machines', async () => {
  const { run, table } = aCommand();
  table.set('AIDA1', anExemption('AIDA1', { userName: 'jane.doe' }));
  table.set('AIDA2', anExemption('AIDA2', { userName: 'john.roe', expiresAt: new Date('2026-11-24T01:00:00Z') }));

  const { out } = await run(['exempt', 'list']);
  const json = JSON.parse((await run(['exempt', 'list', '--json'])).out) as object;

  expect(out).toMatch(/^Exempt \(1\)\n {2}- jane\.doe[\s\S]+Not in force \(1\)\n {2}- john\.roe/);
  expect(json).toMatchObject({
    command: 'exempt list',
    exitCode: 0,
    table: 'exemptions',
    exemptions: [
      { userName: 'john.roe', inForce: false, ticket: null },
      { userName: 'jane.doe', inForce: true },
    ],
    unreadable: [],
  });
});

test('a sweep from the command line spares whoever is in the table that it is given', async () => {
  const { run, account, table } = aCommand();
  account.withUser('mary.major', { password: true });
  table.set('AIDAjane.doe', anExemption('AIDAjane.doe'));
  const guard = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';

  await run(['sweep', '--guard-arn', guard, '--exemptions-table', 'exemptions']);

  expect([account.iam.isGuarded('jane.doe'), account.iam.isGuarded('mary.major')]).toEqual([false, true]);
});
