import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { bundleAsDeployed } from './bundle-floor.ts';
import { type LaneResult, laneResult } from './lane-result.ts';

const run = promisify(execFile);

const FILES = { product: 'sweep-lane.ts', floor: 'floor-sweep.ts', bare: 'bare-lane.ts' } as const;

/** The memory (MB) of the function whose limits hold: what a sweep is to do with. */
export const FUNCTION_MB = 256;

/**
 * What Lambda's Node sets for a function of so much memory: without, garbage piles up as far as the machine has room.
 * {@link https://dev.to/wonderfulsoap/deep-dive-into-aws-lambda-3-official-nodejs-runtime-analysis-43je}
 */
const HEAP_LIMITS = [
  `--max-semi-space-size=${Math.floor(FUNCTION_MB * 0.05)}`,
  `--max-old-space-size=${Math.floor(FUNCTION_MB * 0.9)}`,
];

type Environment = Readonly<Record<string, string>>;

/** Runs a lane once, in a process of its own. */
export type RunLane = (lane: keyof typeof FILES, env?: Environment, id?: string) => Promise<LaneResult>;

/** The lanes bundled as a function is deployed, so that neither time nor memory goes to TypeScript or unused files. */
export async function withLanes<Result>(work: (runLane: RunLane) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'mfa-enforcer-bench-'));
  try {
    for (const [lane, file] of Object.entries(FILES)) {
      await writeFile(join(folder, `${lane}.mjs`), await bundleAsDeployed(file));
    }
    return await work(async (lane, env = {}, id = 'bench') => {
      const { stdout } = await run(process.execPath, [...HEAP_LIMITS, join(folder, `${lane}.mjs`), id], { env });
      return v.parse(laneResult, JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
