import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const filesOf = (pattern: string) => globSync(pattern, { cwd: PROJECT }).map((path) => [path] as const);
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

type Cruise = { summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] } };

/** The same rules as `npm run check`, over what is there plus whatever a test adds. */
function cruise(...paths: string[]): Cruise['summary'] {
  const depcruise = join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [depcruise, '--output-type', 'json', ...paths];
  const output = execFileSync(process.execPath, args, { cwd: PROJECT, encoding: 'utf8', maxBuffer: 64_000_000 });
  return (JSON.parse(output) as Cruise).summary;
}

describe('the floors', () => {
  const summary = cruise('shared', 'functions', 'cli', 'infrastructure');

  test('are read at all: a checker that sees nothing finds nothing', () => {
    expect(summary.totalCruised).toBeGreaterThan(60);
  });

  test('hold: no arrow but those that the house allows', () => {
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});

describe('the pure floors', () => {
  const pure = filesOf('shared/{domain,events,messages}/**/*.ts');

  test.each(pure)('%s reads no clock, no chance, no environment', (path) => {
    expect(withoutComments(read(path))).not.toMatch(
      /new Date\(\)|Date\.now|Math\.random|randomUUID|process\.|console\.(log|warn|error)/,
    );
  });
});

test.each(filesOf('shared/{workflow,aws}/**/*.ts'))('%s reads no environment and writes to no console', (path) => {
  expect(withoutComments(read(path))).not.toMatch(/process\.env|console\.(log|error|warn)/);
});

test.each(filesOf('functions/*/handler.ts'))('%s is a table of contents of at most 25 lines', (path) => {
  expect(read(path).trimEnd().split('\n').length).toBeLessThanOrEqual(25);
});

test('every function of serverless.yml has a handler, and every handler a function', () => {
  const named = [...read('serverless.yml').matchAll(/handler: functions\/(.+)\/handler\.handler/g)].map(
    ([, name]) => name,
  );

  expect(named.toSorted()).toEqual(
    filesOf('functions/*/handler.ts')
      .map(([path]) => path.split('/')[1])
      .toSorted(),
  );
});

test('the lockfile names no registry: it installs from whichever one is configured', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"/);
});
