import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const reportSchema = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({ fullName: v.string(), status: v.string(), failureMessages: v.optional(v.array(v.string()), []) }),
      ),
    }),
  ),
});

/** What vitest says of one run: a file may fail without a failed test, when it does not load. */
export type Report = v.InferOutput<typeof reportSchema>;

type Run = {
  readonly directory: string;
  readonly temporary: string;
  /** Paths of test files from `directory`. */
  readonly files: readonly string[];
  readonly bail: boolean;
};

const running = new Set<ChildProcess>();

/** Runs test files in a copy of the project. A run that leaves no report gives one in which nothing ran. */
export async function runVitest({ directory, temporary, files, bail }: Run): Promise<Report> {
  const report = join(directory, 'sabotage-report.json');
  const args = ['run', ...files, '--reporter=json', `--outputFile=${report}`, ...(bail ? ['--bail=1'] : [])];
  const child = spawn(process.execPath, [join(directory, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: directory,
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
    // A process group of its own: so that it can be ended with all that it started.
    detached: true,
  });
  running.add(child);
  await once(child, 'close');
  running.delete(child);
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  return v.parse(reportSchema, JSON.parse(text));
}

/** Ends every run with all that it started: a test's packaging, its local AWS. */
export function endRuns(): void {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // Ended by itself in this very moment.
    }
  }
}
