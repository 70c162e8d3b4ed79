import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');

/** Changed by no test, and too large to copy. */
const LINKED = ['node_modules', '.venv'];

/** Copies of the project to spoil, in a temporary folder of their own. */
export type Scratch = {
  /** The project as it stood at the start: others may go on working on it. */
  readonly untouched: string;
  /** For the temporary files of what runs in the copies, so that they go with the rest. */
  readonly temporary: string;
  /** One more copy of `untouched`. */
  copy(name: string): string;
  drop(name: string): void;
  remove(): void;
};

/** Synchronous throughout, so that no signal comes in between. */
export function makeScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'sabotage-'));
  const untouched = join(folder, 'untouched');
  const temporary = join(folder, 'tmp');
  const remove = (name = '') => {
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    mkdirSync(temporary);
    copyProject(untouched);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    untouched,
    temporary,
    copy: (name) => {
      cpSync(untouched, join(folder, name), { recursive: true, verbatimSymlinks: true });
      return join(folder, name);
    },
    drop: remove,
    remove,
  };
}

function copyProject(to: string): void {
  for (const file of projectFiles()) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    copyFileSync(join(PROJECT, file), join(to, file));
  }
  for (const link of LINKED) {
    if (existsSync(join(PROJECT, link))) symlinkSync(join(PROJECT, link), join(to, link));
  }
}

/** All but what git ignores, and but for files that are tracked and deleted. */
function projectFiles(): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8', maxBuffer: 64_000_000 });
  const isFile = (file: string) => statSync(join(PROJECT, file), { throwIfNoEntry: false })?.isFile() === true;
  return listed.split('\0').filter((file) => file !== '' && isFile(file));
}
