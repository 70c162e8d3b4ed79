import { describe, expect, test } from 'vitest';
import type { UserLine } from '../../cli/audit/user-line.ts';
import { userTable } from '../../cli/audit/user-table.ts';
import { cutMiddle } from '../../cli/table.ts';
import { anAccount } from '../fakes/an-account.ts';
import { aCommandLine, GUARD } from './cli-terminal.ts';

const VIRTUAL = 'arn:aws:iam::111111111111:mfa/app';
const SWEEP = ['sweep', '--guard-arn', GUARD] as const;
const DENIED = { kind: 'unknown', why: 'AccessDenied' } as const;

describe('the exit code of an audit', () => {
  test('is 0 when there is no open finding above info', async () => {
    const { run } = aCommandLine(anAccount().withUser('jane.doe', { password: true, devices: [VIRTUAL] }));

    expect(await run(['audit'])).toMatchObject({ code: 0, err: '' });
  });

  test('is 1 when there is one', async () => {
    const { run } = aCommandLine(anAccount().withUser('jane.doe', { password: true }));

    expect(await run(['audit'])).toMatchObject({ code: 1, err: '' });
  });

  test.each(['report', 'details', 'virtualDevices', 'summary'] as const)(
    'is 2 when %s could not be read, whatever was found besides',
    async (part) => {
      const { run } = aCommandLine(anAccount().withUser('jane.doe', { password: true }), { [part]: DENIED });

      const { code, out } = await run(['audit']);

      expect(code).toBe(2);
      expect(out).toContain('was denied (AccessDenied)');
      expect(out).toContain('NOT all was read: 1 gaps');
    },
  );

  test('is 1 when no trail brings events, and 2 when that could not be read', async () => {
    const missing = aCommandLine(anAccount(), { trail: { kind: 'missing', why: 'there is no trail' } });
    const denied = aCommandLine(anAccount(), { trail: DENIED });

    expect(await missing.run(['audit'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('trail-missing') as string,
    });
    expect(await denied.run(['audit'])).toMatchObject({
      code: 2,
      out: expect.stringContaining('the trail: cloudtrail:DescribeTrails was denied (AccessDenied)') as string,
    });
  });

  test('is 2 when a single user could not be read', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.iam.refuses('devices');

    expect(await aCommandLine(account).run(['audit'])).toMatchObject({ code: 2 });
  });

  test('is 2 when event history was not read in full, and the action is named', async () => {
    const { run } = aCommandLine(anAccount(), { history: { complete: false, events: [] } });

    const { code, out } = await run(['audit']);

    expect(code).toBe(2);
    expect(out).toContain('event history: cloudtrail:LookupEvents failed');
  });
});

describe('the exit code of a sweep', () => {
  const three = () =>
    anAccount()
      .withUser('a', { password: true })
      .withUser('b', { password: true })
      .withUser('c', { password: true, otherPolicies: 10 });

  test('is 0 when everybody who has to be is guarded', async () => {
    const account = anAccount().withUser('a', { password: true });

    const { code, out } = await aCommandLine(account).run(SWEEP);

    expect(code).toBe(0);
    expect(out).toContain('- a: The user has a console password and no MFA device.');
    expect(account.iam.isGuarded('a')).toBe(true);
    expect(account.told).toEqual([]);
  });

  test('is 2 when somebody could not be guarded, and the others are', async () => {
    const account = three();

    const { code, out } = await aCommandLine(account).run(SWEEP);

    expect(code).toBe(2);
    expect(out).toContain('- c stays open: the quota PoliciesPerUser is full.');
    expect([account.iam.isGuarded('a'), account.iam.isGuarded('b')]).toEqual([true, true]);
  });

  test('is 3 when the fuse held', async () => {
    const account = three();

    const { code, out } = await aCommandLine(account).run([...SWEEP, '--max-new-guards', '2']);

    expect(code).toBe(3);
    expect(out).toContain('--max-new-guards 3');
    expect(account.iam.isGuarded('a')).toBe(false);
  });

  test('is 2 when there may be users of whom it does not know', async () => {
    const { run } = aCommandLine(anAccount(), { report: DENIED, details: DENIED });

    expect(await run(SWEEP)).toMatchObject({ code: 2 });
  });

  test('is 2 for a guard of another account, and nothing is done', async () => {
    const account = three();

    const { code, err } = await aCommandLine(account).run(['sweep', '--guard-arn', GUARD.replace('::111', '::222')]);

    expect(code).toBe(2);
    expect(err).toContain('is not of account 111111111111');
    expect(account.iam.calls).toEqual([]);
  });
});

describe('the rules of the stack', () => {
  const inUse = { kind: 'in-use' } as const;

  test('are what a sweep goes by: the guard of each kind, and another one where it does not fit', async () => {
    const account = anAccount()
      .withUser('jane.doe', { password: true, keys: inUse })
      .withUser('john.roe', { password: true, keys: inUse, guarded: true });

    const { code, out } = await aCommandLine(account).run([...SWEEP, '--long-term-keys', 'allow']);

    expect(code).toBe(0);
    const spared = [{ kind: 'keys-allowed', by: 'managed' }];
    expect([account.iam.guardsOf('jane.doe'), account.iam.guardsOf('john.roe')]).toEqual([spared, spared]);
    expect(out).toContain('Guarded now (1)');
    expect(out).toContain('Another guard than before (1)');
    expect(out).toContain('- john.roe carries aws-mfa-enforcer-guard-keys-allowed now.\n');
    expect(out).toContain(', 1 changed.');
  });

  test('with two phases whoever has a device is changed, told also where it left a gap', async () => {
    const account = anAccount()
      .withUser('mary.major', { password: true, devices: [VIRTUAL], guarded: true })
      .withUser('john.doe', { password: true, devices: [VIRTUAL], guarded: true, otherPolicies: 9 });

    const { code, out } = await aCommandLine(account).run([...SWEEP, '--phases', 'two', '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      phases: 'two',
      guarded: [],
      changed: [
        { userName: 'mary.major', guard: 'enrolled', bare: false },
        { userName: 'john.doe', guard: 'enrolled', bare: true },
      ],
    });
    const again = await aCommandLine(account).run([...SWEEP, '--phases', 'two']);
    expect(again.out).not.toContain('Another guard');
  });

  test('are what an audit judges keys by', async () => {
    const account = anAccount()
      .withUser('jane.doe', { password: true, keys: inUse })
      .withUser('john.roe', { password: true, keys: inUse, guards: [{ kind: 'keys-allowed', by: 'managed' }] });
    const audited = async (...args: readonly string[]) =>
      JSON.parse((await aCommandLine(account).run(['audit', '--json', ...args])).out) as {
        findings: { code: string; resource: string }[];
        users: { userName: string; desired: string }[];
      };
    const found = ({ findings }: Awaited<ReturnType<typeof audited>>) =>
      findings.filter(({ code }) => /^key-spared|denied$/.test(code)).map(({ code, resource }) => [code, resource]);

    const [deny, allow] = [await audited(), await audited('--long-term-keys', 'allow')];

    const arn = (name: string) => `arn:aws:iam::111111111111:user/${name}`;
    expect(found(deny)).toEqual([
      ['access-key-would-be-denied', arn('jane.doe')],
      ['access-key-would-be-denied', arn('john.roe')],
      ['key-spared', arn('john.roe')],
    ]);
    expect(found(allow)).toEqual([['key-spared', arn('john.roe')]]);
    expect(deny.users.map(({ desired }) => desired)).toEqual(['guard', 'guard']);
    expect(allow.users.map(({ desired }) => desired)).toEqual(['keys-allowed', 'keys-allowed']);
  });
});

describe('the table of users', () => {
  const line = (changes: Partial<UserLine>): UserLine => ({
    userName: 'jane.doe',
    arn: 'arn:aws:iam::111111111111:user/jane.doe',
    password: true,
    passwordLastUsed: new Date('2026-11-20T08:00:00Z'),
    devices: { kind: 'not-read', virtual: 1 },
    privileged: 'unknown',
    privilegedBy: undefined,
    guarded: false,
    keysInUse: 2,
    compliance: 'non-compliant',
    desired: 'guard',
    ...changes,
  });

  test('fits 100 columns with names of 64 characters and every kind of device', () => {
    const name = `${'a'.repeat(60)}.end`;
    const kinds = [
      'virtual',
      'virtual',
      'passkey',
      'passkey',
      'passkey',
      'hardware-totp',
      'virtual',
      'passkey',
    ] as const;

    const lines = userTable([line({ userName: name }), line({ userName: name, devices: { kind: 'listed', kinds } })]);

    expect(lines.filter(({ length }) => length > 100)).toEqual([]);
    expect(lines[2]).toMatch(/^ {2}a+…a*\.end {2}2026-11-20 /);
    expect(lines[3]).toContain('4 passkey, 3 virtual, 1 token');
  });

  test('shows what a terminal would obey escaped', () => {
    const [, , shown] = userTable([line({ userName: 'a\u001b[2Jb\u202e' })]);

    expect(shown).toContain('a\\u{1b}[2Jb\\u{202e}');
  });

  test.each([
    ['short', 10, 'short'],
    ['abcdefghij', 10, 'abcdefghij'],
    ['abcdefghijk', 10, 'abcde…hijk'],
    ['abcdefghijk', 3, 'a…k'],
  ])('%s in %d columns is %s', (text, most, shown) => {
    expect(cutMiddle(text, most)).toBe(shown);
  });

  test('puts first who has to be looked at', async () => {
    const account = anAccount()
      .withUser('a.fine', { password: true, devices: [VIRTUAL] })
      .withUser('b.guarded', { password: true, guarded: true })
      .withUser('c.open', { password: true });

    const { out } = await aCommandLine(account).run(['audit']);

    expect(out).toMatch(/c\.open .+attach guard\n +b\.guarded .+must enrol\n +a\.fine .+compliant\n/);
  });
});

describe('with --json', () => {
  test('there is one document on stdout and nothing else, on a terminal too', async () => {
    const { run } = aCommandLine(anAccount().withUser('jane.doe', { password: true }));

    const { out, err } = await run(['audit', '--json']);

    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      command: 'audit',
      exitCode: 1,
      users: [{ userName: 'jane.doe', compliance: 'non-compliant', desired: 'guard', guarded: false }],
    });
  });

  test('a name stays what it is, and a terminal finds nothing to obey', async () => {
    const name = 'a\u202e\u009bb\u2028';
    const { run } = aCommandLine(anAccount().withUser(name, { password: true }));

    const { out } = await run([...SWEEP, '--json']);

    expect(out).not.toMatch(/[^\P{C}\n]|\u2028/u);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'complete', guarded: [{ userName: name }] });
  });
});

describe('on a terminal', () => {
  const account = () => anAccount().withUser('jane.doe', { password: true });

  test('progress is shown on stderr and wiped away', async () => {
    const { err, out } = await aCommandLine(account()).run(['audit'], { errIsTerminal: true });

    expect(err).toMatch(/\d+ pages read, \d+ suspects done, \d+ calls made/);
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
    expect(out).not.toContain('pages read');
  });

  test('severities have colours', async () => {
    const { out } = await aCommandLine(account()).run(['audit'], { outIsTerminal: true });

    expect(out).toContain('\u001b[31mCRITICAL\u001b[0m');
  });

  test('with NO_COLOR they have none', async () => {
    const { out } = await aCommandLine(account()).run(['audit'], {
      outIsTerminal: true,
      environment: { NO_COLOR: '1' },
    });

    expect(out).not.toContain('\u001b');
  });
});
