import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import * as v from 'valibot';

import { LocalAwsError } from './local-aws-error.ts';

const LAUNCHER = join(import.meta.dirname, 'launcher');
const LONGEST_START_MS = 60_000;
const LONGEST_END_MS = 5_000;
const LOG_LINES_TO_SHOW = 20;

const Announcement = v.object({ endpoint: v.string(), pid: v.number() });

export type LaunchRequest = {
  readonly python: string;
  /** Where it works; it removes the folder when it ends. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly logFile: string | undefined;
};

export type Launched = { readonly endpoint: string; end(): Promise<void> };

/**
 * Starts the launcher and waits until it serves. It ends by itself when this process does.
 * @throws LocalAwsError with the end of its log if it ends or says nothing for a minute.
 */
export async function launch(request: LaunchRequest): Promise<Launched> {
  const child = spawn(request.python, [LAUNCHER, request.folder], {
    env: { ...cleanEnvironment(), ...request.settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines = keepLog(child, request.logFile);
  const announced = await Promise.race([
    firstLine(child),
    once(child, 'exit').then(() => undefined),
    once(child, 'error').then(() => undefined),
    delay(LONGEST_START_MS, undefined, { ref: false }),
  ]);
  if (announced === undefined) {
    await end(child);
    throw new LocalAwsError(`The local AWS did not start. The end of its log:\n${lastLines().join('\n')}`);
  }
  const { endpoint } = v.parse(Announcement, JSON.parse(announced));
  return { endpoint, end: () => end(child) };
}

/**
 * Functions see the launcher's environment, so that of the developer stays out of it. They run in
 * the Node that is first on the path: the one that runs this.
 */
function cleanEnvironment(): Record<string, string> {
  const node = dirname(process.execPath);
  return {
    PATH: [node, process.env['PATH'] ?? ''].join(delimiter),
    HOME: process.env['HOME'] ?? '/',
    LANG: process.env['LANG'] ?? 'C.UTF-8',
  };
}

function keepLog(child: ChildProcess, logFile: string | undefined): () => readonly string[] {
  const lines: string[] = [];
  if (child.stderr === null) return () => lines;
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line);
    if (lines.length > LOG_LINES_TO_SHOW) lines.shift();
  });
  if (logFile !== undefined) child.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
  return () => lines;
}

async function firstLine(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface(child.stdout)) return line;
  return undefined;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended, delay(LONGEST_END_MS, undefined, { ref: false })]);
  if (inTime === undefined) {
    child.kill('SIGKILL');
    await ended;
  }
}
