import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { LocalAwsError } from './local-aws-error.ts';

const run = promisify(execFile);

const OLDEST_MINOR = 10;
const NEXT_STEP = `Install Python 3.${OLDEST_MINOR} or newer, then run the command again.`;

export type Python = { readonly command: string; readonly version: string };

/**
 * The first of `python3` and `python` on the path that is new enough.
 * @throws LocalAwsError if there is none.
 */
export async function findPython(): Promise<Python> {
  const found: Python[] = [];
  for (const command of ['python3', 'python']) {
    const version = await versionOf(command);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { command, version };
    found.push({ command, version });
  }
  const [tooOld] = found;
  throw new LocalAwsError(
    tooOld === undefined
      ? `The local AWS runs in Python, which was not found as python3 or python. ${NEXT_STEP}`
      : `The local AWS needs a newer Python than ${tooOld.version}, which is what ${tooOld.command} starts. ${NEXT_STEP}`,
  );
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['-c', 'import platform; print(platform.python_version())']);
    return stdout.trim();
  } catch {
    // Not there, or a placeholder that only opens a shop: the same to us.
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= OLDEST_MINOR);
}
