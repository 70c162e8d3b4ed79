import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GUARD, ran } from './cli-terminal.ts';

const never = () => Promise.reject(new Error('no AWS is asked'));
const TWO_WITH_KEYS = ['--phases', 'two', '--long-term-keys', 'allow'];
const cli = (...args: readonly string[]) => ran(args, never);

describe('wrong usage is one sentence on stderr, nothing on stdout, and exit code 64', () => {
  test.each([
    ['an unknown command', ['enforce'], "unknown command 'enforce'"],
    ['an unknown option', ['audit', '--deeper'], "unknown option '--deeper'"],
    ['an unknown option with --json', ['audit', '--json', '--deeper'], "unknown option '--deeper'"],
    ['an argument too many', ['audit', 'everything'], 'too many arguments'],
    ['an option without its value', ['audit', '--profile'], 'argument missing'],
    ['a Region that is none', ['audit', '--region', 'us east'], 'a Region such as us-east-1'],
    ['no guard for a sweep', ['sweep'], "required option '--guard-arn <arn>' not specified"],
    ['a guard that is no policy', ['sweep', '--guard-arn', 'arn:aws:iam::111111111111:role/x'], 'managed policy'],
    ['a policy of AWS', ['sweep', '--guard-arn', 'arn:aws:iam::aws:policy/AdministratorAccess'], 'of the account'],
    ['nobody at once', ['sweep', '--guard-arn', GUARD, '--concurrency', '0'], 'from 1 to 100'],
    ['a number that is none', ['sweep', '--guard-arn', GUARD, '--max-new-guards', '1e3'], 'whole number'],
    ['a number below none', ['sweep', '--guard-arn', GUARD, '--max-new-guards=-1'], 'whole number'],
    ['an unknown scope', ['sweep', '--guard-arn', GUARD, '--scope', 'all'], 'Allowed choices are'],
    ['a name that no user can have', ['plan', '--break-glass', 'jane doe'], 'names of IAM users'],
    ['a deployer who is no principal', ['plan', '--deployer', 'jane.doe'], 'the ARN of who deploys the stack'],
    ['a format that is none', ['plan', '--format', 'html'], 'Allowed choices are table, markdown'],
    ['two phases of a sweep with keys', ['sweep', '--guard-arn', GUARD, ...TWO_WITH_KEYS], 'access keys are denied'],
    ['two phases of a plan with keys', ['plan', ...TWO_WITH_KEYS], 'access keys are denied'],
    ['two phases of an audit with keys', ['audit', ...TWO_WITH_KEYS], 'access keys are denied'],
    ['an unknown phase', ['plan', '--phases', '2'], 'Allowed choices are one, two'],
    ['keys that are none', ['audit', '--long-term-keys', 'spare'], 'Allowed choices are deny, allow, spare-in-use'],
    ['a name with control characters', ['audit', '--region', '\u001b[31m'], '\\u{1b}[31m'],
  ])('%s', async (_, args, sentence) => {
    const { code, out, err } = await cli(...args);

    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 64, out: '' });
  });
});

describe('help', () => {
  test('is what the name alone prints', async () => {
    const { code, out, err } = await cli();

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/audit .+\n +sweep /);
  });

  test.each(['audit', 'sweep', 'plan'])('of %s tells the exit codes and fits 100 columns', async (command) => {
    const { code, out, err } = await cli(command, '--help');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Exit codes: 0 .+64 wrong usage/s);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});

test('the bundle has nothing that Node 20 does not know', () => {
  const project = join(import.meta.dirname, '../..');
  execFileSync(process.execPath, [join(project, 'cli/bundle.js')]);

  const bundle = readFileSync(join(project, 'dist/mfa-enforcer.mjs'), 'utf8');

  expect(bundle).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(
    bundle.match(
      /\b(Map|Object)\.groupBy|Array\.fromAsync|Promise\.(withResolvers|try)\b|RegExp\.escape|Iterator\.from\b|Error\.isError|\bfromBase64\b.{0,9}Uint8Array|\.(values|keys|entries)\(\)\.(map|filter|flatMap|some|every|find|toArray|reduce|take|drop)\(|\.(union|difference|intersection|isSubsetOf)\(/g,
    ),
  ).toBeNull();
});
