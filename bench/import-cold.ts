import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Packaged } from './package-sizes.ts';
import { median } from './percentile.ts';

const run = promisify(execFile);

const IMPORTS = 10;

/** Median, in milliseconds, of so many imports in fresh processes. */
export type ColdImport = { readonly name: string; readonly imports: number; readonly medianMs: number };

/** Each handler imported in processes of their own, in turn; a first round, which fills the disk cache, is not counted. */
export async function importCold(packages: readonly Packaged[]): Promise<readonly ColdImport[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mfa-enforcer-bench-'));
  try {
    const lanes = await Promise.all(packages.map((one) => unpack(folder, one)));
    for (let round = 0; round <= IMPORTS; round++) {
      for (const { url, times } of lanes) {
        const took = await importOnce(url);
        if (round > 0) times.push(took);
      }
    }
    return lanes.map(({ name, times }) => ({ name, imports: times.length, medianMs: median(times) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(folder: string, { name, files, handler }: Packaged) {
  for (const { path, content } of files) {
    const target = join(folder, name, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  const times: number[] = [];
  return { name, url: pathToFileURL(join(folder, name, handler)).href, times };
}

/** Milliseconds from before the import to after it, as the process that imports sees them. */
async function importOnce(url: string): Promise<number> {
  const script = `const from = performance.now(); await import('${url}'); console.log(performance.now() - from);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { env: {} });
  const took = Number(stdout.trim());
  if (!(took > 0)) throw new TypeError(`The import of ${url} gave no time: ${stdout}`);
  return took;
}
