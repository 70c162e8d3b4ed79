import { join } from 'node:path';
import { installLocalAws } from '../local/install.ts';
import { type Counted, run, runTests, sum, tool } from './steps.ts';

/** What holds or does not without the local AWS: the quick half of `npm test`. */
export async function runChecks(): Promise<Counted> {
  process.stdout.write('Installing the local AWS into .venv, unless it is there …\n');
  const { python } = await installLocalAws();
  const ruff = join(python, '..', 'ruff');
  // Two at a time: the smallest machine that this is meant for has two cores.
  const steps = await Promise.all([
    inTurn([
      { name: 'types', command: tool('typescript/bin/tsc', '-p', '.') },
      { name: 'format', command: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
      { name: 'Python format', command: [ruff, 'format', '--check', 'local/launcher'] },
      { name: 'Python lint', command: [ruff, 'check', 'local/launcher'] },
    ]),
    inTurn([
      { name: 'lint', command: tool('eslint/bin/eslint.js', '.') },
      {
        name: 'dependency directions',
        command: tool('dependency-cruiser/bin/dependency-cruiser.mjs', 'shared', 'functions', 'cli', 'infrastructure'),
      },
    ]),
  ]);
  return sum([...steps, await runTests('unit')]);
}

async function inTurn(steps: readonly Parameters<typeof run>[0][]): Promise<Counted> {
  const counted: Counted[] = [];
  for (const step of steps) counted.push(await run(step));
  return sum(counted);
}

/** The last line that CI reads, and the exit code. */
export function finish({ passed, failed }: Counted): void {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
