import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { code, planMarkdown } from '../../cli/plan/plan-markdown.ts';
import { hurt, type Plan } from '../../shared/domain/plan/plan.ts';
import { PLAIN_RULES } from '../../shared/domain/rules.ts';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { aCommandLine, GUARD, ran } from './cli-terminal.ts';

const VIRTUAL = 'arn:aws:iam::111111111111:mfa/app';
const DENIED = { kind: 'unknown', why: 'AccessDenied' } as const;
const folder = mkdtempSync(join(tmpdir(), 'plan-'));
const nobody = () => Promise.reject(new Error('no AWS is asked'));
const ROLE = { caller: 'arn:aws:sts::111111111111:assumed-role/auditor/session' };
const open = () => anAccount().withUser('jane.doe', { password: true });

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the exit code of a plan', () => {
  test('is 0 when nothing hurts, guarded users or not', async () => {
    const account = open().withUser('john.roe', { password: true, devices: [VIRTUAL] });

    const { code: exitCode, out } = await aCommandLine(account, ROLE).run(['plan']);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/jane\.doe +would be guarded\n/);
    expect(out).toContain('0 guarded already, 0 to be changed, 0 exempt, 1 untouched, 0 not judged.');
  });

  test('is 1 for a name that nobody has', async () => {
    expect(await aCommandLine(open()).run(['plan', '--break-glass', 'jane.do'])).toMatchObject({ code: 1 });
  });

  test('is 3 when a user for emergencies would be guarded', async () => {
    const { code: exitCode, out } = await aCommandLine(open()).run(['plan', '--break-glass', 'john.doe,jane.doe']);

    expect(exitCode).toBe(3);
    expect(out).toContain('STOP break-glass (1)');
  });

  test.each(['report', 'details', 'virtualDevices', 'summary'] as const)(
    'is 2 when %s could not be read, and 3 when there is a reason to stop all the same',
    async (part) => {
      const clean = aCommandLine(open(), { [part]: DENIED });
      const grave = aCommandLine(open(), { [part]: DENIED });

      expect(await clean.run(['plan'])).toMatchObject({ code: 2 });
      expect(await grave.run(['plan', '--break-glass', 'jane.doe'])).toMatchObject({ code: 3 });
    },
  );
});

test('the deployer is the caller unless another is named', async () => {
  const caller = 'arn:aws:iam::111111111111:user/jane.doe';
  const other = 'arn:aws:iam::111111111111:role/deployer';

  expect(await aCommandLine(open(), { caller }).run(['plan'])).toMatchObject({ code: 3 });
  expect(await aCommandLine(open(), { caller }).run(['plan', '--deployer', other])).toMatchObject({ code: 0 });
});

test('the plan is made for the rules that the stack will have', async () => {
  const account = open().withUser('john.roe', { password: true, devices: [VIRTUAL], guarded: true });
  account.iam.usesKeys('jane.doe', { kind: 'in-use' });
  const planned = async (...args: readonly string[]) => aCommandLine(account, ROLE).run(['plan', ...args]);

  const [deny, spare, two] = [
    await planned(),
    await planned('--long-term-keys', 'spare-in-use'),
    await planned('--phases', 'two', '--json'),
  ];

  expect(deny.out).toMatch(/WARNING key-in-use \(1\)/);
  expect(deny.out.replaceAll(/\s+/g, ' ')).toContain('deploy with LongTermKeys=spare-in-use');
  expect(spare.code).toBe(1);
  expect(spare.out).toMatch(/WARNING key-spared \(1\)/);
  expect(spare.out).toContain('long-term keys spare-in-use, phases one');
  expect(JSON.parse(two.out)).toMatchObject({
    scope: 'every-password',
    phases: 'two',
    counts: { guarded: 1, changed: 1, already: 0 },
  });
});

describe('with the table of exemptions', () => {
  const EXEMPTIONS = ['plan', '--break-glass', 'jane.doe', '--exemptions-table', 'exemptions'] as const;

  test('who is exempt is no reason to stop', async () => {
    const { table, run } = aCommandLine(open(), ROLE);
    table.set('AIDAjane.doe', anExemption('AIDAjane.doe'));

    const { code: exitCode, out } = await run(EXEMPTIONS);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/jane\.doe +exempt\n/);
  });

  test('one that has ended, or is another user’s, spares nobody', async () => {
    const { table, run } = aCommandLine(open(), ROLE);
    table.set('AIDAjane.doe', anExemption('AIDAjane.doe', { expiresAt: new Date('2026-11-24T11:00:00Z') }));
    table.set('AIDAother', anExemption('AIDAother'));

    expect(await run(EXEMPTIONS)).toMatchObject({ code: 3 });
  });
});

describe('from a snapshot', () => {
  const snapshotIn = async (name: string, account = open()) => {
    const file = join(folder, name);
    writeFileSync(file, (await aCommandLine(account).run(['audit', '--json'])).out);
    return file;
  };

  test('the plan is the same as live', async () => {
    const live = await aCommandLine(open()).run(['plan', '--json', '--break-glass', 'jane.doe']);
    const file = await snapshotIn('same.json');

    const saved = await ran(['plan', '--from', file, '--json', '--break-glass', 'jane.doe'], nobody);

    expect(saved.code).toBe(3);
    expect(JSON.parse(saved.out)).toEqual(JSON.parse(live.out));
  });

  test('a guard of which it does not tell is refused, with how to make another', async () => {
    const file = await snapshotIn('other.json');

    const { code: exitCode, err } = await ran(['plan', '--from', file, '--guard-arn', `${GUARD}-two`], nobody);

    expect(exitCode).toBe(2);
    expect(err).toContain(`mfa-enforcer audit --json --guard-arn ${GUARD}-two`);
  });

  test.each([
    ['no JSON', 'open sesame'],
    ['a sweep', JSON.stringify({ schemaVersion: 1, command: 'sweep' })],
    ['an audit of an older release', JSON.stringify({ schemaVersion: 1, command: 'audit', caller: '', unread: [] })],
  ])('a file that is %s is one sentence', async (_, text) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, text);

    const { code: exitCode, out, err } = await ran(['plan', '--from', file], nobody);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^mfa-enforcer: The snapshot .+ Make it anew\.\n$/);
  });

  test('a file that is not there is one sentence, and so is a table that could not be asked', async () => {
    const missing = await ran(['plan', '--from', join(folder, 'missing.json')], nobody);
    const table = await ran(['plan', '--from', await snapshotIn('t.json'), '--exemptions-table', 'spared'], nobody);

    expect(missing.err).toMatch(/cannot be read\. Give a file/);
    expect(table.err).toContain('leave out one of them');
  });
});

describe('in Markdown', () => {
  test.each([
    ['@everyone', '`@everyone`'],
    ['a`b|c\\d', '`a{60}b{7c}c{5c}d`'],
    ['https://example.com', '`https://example.com`'],
    ['a\nb', '`a{5c}u{a}b`'],
    [' ', '`(empty)`'],
  ])('%j is %s: no mention, no link, no cell of its own', (text, shown) => {
    expect(code(text)).toBe(shown);
  });

  test('whatever comes from outside stands in code', () => {
    const facts = {
      how: 'deny',
      by: '@team',
      actions: '[x](https://example.com)',
      certain: false,
      what: '#1',
      why: '@b',
    };
    const codes = ['enrolment-hindered', 'not-judged', 'name-unknown', 'key-in-use', 'key-spared'] as const;
    const plan: Plan = {
      users: [{ userName: '@jane', arn: '', effect: 'guarded', hurts: codes.map((each) => hurt(each, facts)) }],
      hurts: [],
    };
    const text = planMarkdown({
      plan,
      snapshot: {
        account: { id: '@1', partition: 'aws' },
        guardArn: '@guard',
        takenAt: new Date(0),
        policiesPerUser: 10,
        unlisted: '@unlisted',
        users: [],
      },
      caller: '@caller',
      unread: [{ what: 'x', action: '@a', why: '@w' }],
      rules: { ...PLAIN_RULES, scope: 'every-password' },
      breakGlass: [],
      deployer: '@d',
      exemptionsTable: undefined,
      exitCode: 1,
    }).join('\n');

    expect(text.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/[@[#](?!#* )|https?:/);
    expect(text).toContain('| `@jane` | would be guarded |');
  });

  test('is what --format markdown prints', async () => {
    const { out } = await aCommandLine(open(), ROLE).run(['plan', '--format', 'markdown']);

    expect(out).toMatch(/^## MFA: the switch to enforce in account `111111111111`\n/);
    expect(out).toContain('**Nothing hurts: the switch can be made.**');
  });
});
