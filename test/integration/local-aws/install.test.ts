import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { installLocalAws } from '../../../local/install.ts';
import { LocalAwsError } from '../../../local/local-aws-error.ts';

let folder: string;
let environment: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'install-'));
  environment = join(folder, '.venv');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** The only programs on the path: shell scripts of these names. */
async function onlyPrograms(programs: Record<string, string>): Promise<void> {
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', folder);
}

/** A Python that tells its version; `-m venv` makes an environment whose own Python runs `pip`. */
function python(version: string, pip: string): string {
  return `
    if [ "$1" = "-c" ]; then echo ${version}; exit; fi
    /bin/mkdir -p "$3/bin"
    printf '#!/bin/sh\\n%s\\n' '${pip}' > "$3/bin/python"
    /bin/chmod +x "$3/bin/python"`;
}

async function failure(): Promise<string> {
  const error: unknown = await installLocalAws(environment).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(LocalAwsError);
  return (error as LocalAwsError).message;
}

describe('one sentence says what is wrong and what to do', () => {
  test('without Python', async () => {
    await onlyPrograms({});

    expect(await failure()).toBe(
      'The local AWS runs in Python, which was not found as python3 or python. ' +
        'Install Python 3.10 or newer, then run the command again.',
    );
  });

  test('with a Python that is too old', async () => {
    await onlyPrograms({ python3: 'echo 3.9.18' });

    expect(await failure()).toBe(
      'The local AWS needs a newer Python than 3.9.18, which is what python3 starts. ' +
        'Install Python 3.10 or newer, then run the command again.',
    );
  });

  test('with a Python that lacks its venv module', async () => {
    await onlyPrograms({ python3: 'if [ "$1" = "-c" ]; then echo 3.12.1; else exit 1; fi' });

    expect(await failure()).toMatch(/venv module is missing .* apt-get install python3-venv/);
  });

  test('when pip fails, with the reason that pip gives', async () => {
    const pip = 'echo "ERROR: No matching distribution found" >&2; exit 1';
    await onlyPrograms({ python3: python('3.12.1', pip) });

    expect(await failure()).toMatch(/^pip could not install .* \(ERROR: No matching distribution found\)\./);
  });
});

test('an old python3 does not hide a newer python', async () => {
  await onlyPrograms({ python3: 'echo 3.9.18', python: python('3.13.0', 'exit 0') });

  const installed = await installLocalAws(environment);

  expect(installed.python).toBe(join(environment, 'bin', 'python'));
});

describe('a second time', () => {
  const counting = (): string => `echo pip >> ${join(folder, 'log')}`;
  const installations = async () => (await readFile(join(folder, 'log'), 'utf8')).split('\n').length - 1;

  test('nothing is installed', async () => {
    await onlyPrograms({ python3: python('3.12.1', counting()) });

    await installLocalAws(environment);
    await installLocalAws(environment);

    expect(await installations()).toBe(1);
  });

  test('everything is, for another Python', async () => {
    await onlyPrograms({ python3: python('3.12.1', counting()) });
    await installLocalAws(environment);

    await onlyPrograms({ python3: python('3.13.0', counting()) });
    await installLocalAws(environment);

    expect(await installations()).toBe(2);
  });
});

test('several at once end with one environment that works', async () => {
  await onlyPrograms({ python3: python('3.12.1', 'exit 0') });

  const installed = await Promise.all(Array.from({ length: 4 }, () => installLocalAws(environment)));

  expect(new Set(installed.map((each) => each.python)).size).toBe(1);
  expect(await readFile(installed[0]!.python, 'utf8')).toContain('exit 0');
});
