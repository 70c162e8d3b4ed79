import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './run-osls.ts';

/** What osls takes for a service only as a file, not as a link. */
const CONFIGURATION = 'serverless.yml';
/** What osls and esbuild read besides. */
const PARTS = ['package.json', 'infrastructure', 'functions', 'shared', 'node_modules'] as const;

/**
 * Hands `work` a service directory of its own: links to the project, and room for what osls writes. osls builds in
 * `.serverless` and `.esbuild` whatever `--package` says, so that two of them in one folder spoil each other's work.
 */
export async function inScratchService<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'mfa-enforcer-package-'));
  try {
    await copyFile(join(PROJECT, CONFIGURATION), join(directory, CONFIGURATION));
    await Promise.all(PARTS.map((part) => symlink(join(PROJECT, part), join(directory, part))));
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
