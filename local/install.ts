import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { findPython } from './find-python.ts';
import type { Python } from './find-python.ts';
import { LocalAwsError } from './local-aws-error.ts';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '..');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const ENVIRONMENT = join(ROOT, '.venv');
const STAMP = 'local-aws.stamp';

/**
 * Installs what the local AWS needs into `.venv`; a second time it only compares a stamp.
 * Several processes may do it at once: each works in `.local` and moves its result into place.
 * @returns the path of the Python that runs the local AWS.
 * @throws LocalAwsError without a usable Python, or when pip fails.
 */
export async function installLocalAws(environment: string = ENVIRONMENT): Promise<{ python: string }> {
  const found = await findPython();
  const stamp = await stampFor(found);
  if (!(await isInstalled(environment, stamp))) await install(found, environment, stamp);
  return { python: pythonIn(environment) };
}

async function install(found: Python, environment: string, stamp: string): Promise<void> {
  const workshop = await temporaryBeside(environment);
  try {
    await createEnvironment(found, workshop);
    await installPackages(workshop);
    await writeFile(join(workshop, STAMP), stamp);
    await moveIntoPlace(workshop, environment, stamp);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function stampFor(python: Python): Promise<string> {
  const requirements = await readFile(REQUIREMENTS);
  return createHash('sha256').update(requirements).update(python.version).digest('hex');
}

async function isInstalled(environment: string, stamp: string): Promise<boolean> {
  const installed = await readFile(join(environment, STAMP), 'utf8').catch(() => undefined);
  return installed === stamp;
}

async function createEnvironment(python: Python, folder: string): Promise<void> {
  try {
    await run(python.command, ['-m', 'venv', folder]);
  } catch (cause) {
    throw new LocalAwsError(
      `${python.command} (${python.version}) cannot make a virtual environment: its venv module is missing or incomplete. ` +
        `Install it (on Debian and Ubuntu: apt-get install python3-venv), then run the command again.`,
      { cause },
    );
  }
}

async function installPackages(folder: string): Promise<void> {
  try {
    await run(pythonIn(folder), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--requirement', REQUIREMENTS],
    ]);
  } catch (cause) {
    throw new LocalAwsError(
      `pip could not install local/requirements.txt (${lastLine(cause)}). ` +
        `See that pip reaches its package index (pip config list shows which), then run the command again.`,
      { cause },
    );
  }
}

/** How often somebody else may be in the way before it is no race any more. */
const MOVES = 20;

async function moveIntoPlace(workshop: string, environment: string, stamp: string, moves = MOVES): Promise<void> {
  // Another process was faster: what it installed is the same, and perhaps in use by now.
  if (await isInstalled(environment, stamp)) return;
  const former = await temporaryBeside(environment);
  await rename(environment, former).catch(ignoreMissing);
  try {
    await rename(workshop, environment);
  } catch (cause) {
    // In between somebody moved theirs there, and somebody else may be about to move that away again.
    if (moves === 1) throw cause;
    await setTimeout(50);
    await moveIntoPlace(workshop, environment, stamp, moves - 1);
  } finally {
    await rm(former, { recursive: true, force: true });
  }
}

/** On the same file system, so that it can be renamed into place, in a folder that git leaves alone. */
async function temporaryBeside(environment: string): Promise<string> {
  const folder = join(dirname(environment), '.local');
  await mkdir(folder, { recursive: true });
  return join(folder, `venv-${randomUUID()}`);
}

function pythonIn(environment: string): string {
  return join(environment, 'bin', 'python');
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}

function lastLine(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const lines = output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line.startsWith('ERROR')) ?? lines.findLast((line) => line !== '') ?? 'no output';
}

if (import.meta.main) {
  try {
    const { python } = await installLocalAws();
    console.log(`The local AWS is installed: ${python}`);
  } catch (error) {
    if (!(error instanceof LocalAwsError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
