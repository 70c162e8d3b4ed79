import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as v from 'valibot';
import { parse } from 'yaml';
import { PROJECT } from '../infrastructure/run-osls.ts';

/** The options that shape a bundle; serverless-esbuild adds the platform. */
const service = v.object({
  custom: v.object({
    esbuild: v.object({
      bundle: v.boolean(),
      minify: v.boolean(),
      format: v.picklist(['esm', 'cjs']),
      target: v.string(),
      mainFields: v.array(v.string()),
      banner: v.object({ js: v.string() }),
    }),
  }),
});

/** The floor's handler. */
export const bundleFloor = () => bundleAsDeployed('floor-handler.ts');

/** A file of this folder, bundled by the same esbuild under the very options of serverless.yml. */
export async function bundleAsDeployed(entry: string): Promise<Buffer> {
  // CloudFormation's own tags (`!Ref`, `!Sub`) mean nothing to yaml, and stand where nothing is read from.
  const text = await readFile(join(PROJECT, 'serverless.yml'), 'utf8');
  const { custom } = v.parse(service, parse(text, { logLevel: 'silent' }));
  const { outputFiles } = await build({
    ...custom.esbuild,
    platform: 'node',
    entryPoints: [join(import.meta.dirname, entry)],
    write: false,
    logLevel: 'silent',
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new TypeError(`esbuild made no bundle of ${entry}`);
  return Buffer.from(bundle.contents);
}
