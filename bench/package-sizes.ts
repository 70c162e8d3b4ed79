import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageIn, type PackagedFunction } from '../infrastructure/package-stack.ts';
import { inScratchService } from '../infrastructure/scratch-service.ts';
import { unzip, type ZippedFile, zipOf } from './zip.ts';

/** A function as it is deployed: its sizes (bytes) and its files. */
export type Packaged = PackagedFunction & {
  readonly files: readonly ZippedFile[];
  /** Which of the files is the handler. */
  readonly handler: string;
};

/** The functions of the stack, by the very package that is deployed. */
export async function packageProduct(): Promise<readonly Packaged[]> {
  return inScratchService(async (directory) => {
    const { functions } = await packageIn(directory);
    return Promise.all(
      functions.map(async (packaged) => ({
        ...packaged,
        handler: `functions/${packaged.name}/handler.mjs`,
        files: unzip(await readFile(join(directory, '.serverless', `${packaged.name}.zip`))),
      })),
    );
  });
}

export const FLOOR_FILE = 'index.mjs';

export function packageFloor(bundle: Buffer): Packaged & { readonly zip: Buffer } {
  const file = { path: FLOOR_FILE, content: bundle };
  const zip = zipOf(file);
  return { name: 'floor', zipped: zip.length, unzipped: bundle.length, handler: FLOOR_FILE, files: [file], zip };
}
