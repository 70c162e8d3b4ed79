import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The project's own folder: what osls calls the service directory. */
export const PROJECT = join(import.meta.dirname, '..');

const OSLS = join(PROJECT, 'node_modules', 'osls', 'bin', 'serverless.js');

/** osls hangs for ever when a bundle has an import that cannot be found; packaging takes seconds otherwise. */
const TIME_LIMIT_MS = 240_000;

export type OslsRequest = {
  readonly args: readonly string[];
  readonly directory: string;
  /** All that the process sees; the environment of this one unless told otherwise. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
};

/** osls did not do what it was asked to; its own output says why. */
export class OslsError extends Error {
  override readonly name = 'OslsError';

  constructor(args: readonly string[], exitCode: number, output: string) {
    super(`osls ${args.join(' ')} ended with exit code ${exitCode}:\n${output.trim()}`);
  }
}

/** Runs osls in front of whoever started this process, and answers its exit code. */
export async function showOsls({ args, directory, env }: OslsRequest): Promise<number> {
  const child = spawn(process.execPath, [OSLS, ...args], { cwd: directory, env: env ?? process.env, stdio: 'inherit' });
  return exitOf(child);
}

/**
 * Runs osls without a word.
 * @throws OslsError with all that it printed, when it fails.
 */
export async function runOsls({ args, directory, env }: OslsRequest): Promise<void> {
  const child = spawn(process.execPath, [OSLS, ...args], {
    cwd: directory,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  const exitCode = await exitOf(child);
  if (exitCode !== 0) throw new OslsError(args, exitCode, printed.join(''));
}

/** `close` comes after the last output; a process that a signal ended counts as failed. */
async function exitOf(child: ReturnType<typeof spawn>): Promise<number> {
  await once(child, 'close');
  return child.exitCode ?? 1;
}
