import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOsls } from './run-osls.ts';
import { inScratchService } from './scratch-service.ts';
import { unzippedSize } from './unzipped-size.ts';

/** Sizes in bytes. */
export type PackagedFunction = { readonly name: string; readonly zipped: number; readonly unzipped: number };

export type PackagedStack = {
  /** The CloudFormation template, as JSON. */
  readonly template: unknown;
  readonly functions: readonly PackagedFunction[];
};

/** Whoever deploys chooses anew; the template that is packaged only needs choices that are valid. */
const CHOICES = ['--param', 'Mode=enforce', '--param', 'LongTermKeys=deny'];

/** Packages the stack without credentials, without a trace in the project's folder. */
export async function packageStack(): Promise<PackagedStack> {
  return inScratchService(packageIn);
}

/** Packages the stack in the service directory given; leaves what osls makes in its `.serverless`. */
export async function packageIn(directory: string): Promise<PackagedStack> {
  await runOsls({ args: ['package', ...CHOICES], directory });
  const folder = join(directory, '.serverless');
  const template: unknown = JSON.parse(
    await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'),
  );
  const zips = (await readdir(folder)).filter((file) => file.endsWith('.zip')).sort();
  return { template, functions: await Promise.all(zips.map((file) => measure(folder, file))) };
}

async function measure(folder: string, file: string): Promise<PackagedFunction> {
  const zip = await readFile(join(folder, file));
  return { name: file.replace(/\.zip$/, ''), zipped: zip.length, unzipped: unzippedSize(zip) };
}
