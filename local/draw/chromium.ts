import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect, type Devtools } from './devtools.ts';

/** No browser to draw with. The message says what to do. */
export class NoChromiumError extends Error {
  override readonly name = 'NoChromiumError';

  constructor() {
    super('There is no Chromium to draw with: install it (Debian: `apt-get install chromium`), then run this again.');
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Hands a browser without a window to whatever draws with it, and ends it.
 * @throws NoChromiumError when none is on the path.
 */
export async function withChromium<Result>(draw: (devtools: Devtools) => Promise<Result>): Promise<Result> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const browser = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (browser === undefined) throw new NoChromiumError();

  const profile = await mkdtemp(join(tmpdir(), 'draw-'));
  // Without its sandbox, which the root user of a container cannot have: it is shown pages of this project only.
  const flags = ['--headless', '--no-sandbox', '--hide-scrollbars', '--remote-debugging-port=0'];
  const child = spawn(browser, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const devtools = await connect(await portOf(child.stderr));
    return await draw(devtools);
  } finally {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true });
  }
}

/** The browser tells on its error output at which port it listens. */
async function portOf(output: AsyncIterable<Buffer>): Promise<string> {
  let said = '';
  for await (const part of output) {
    said += part.toString();
    const [, port] = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(said) ?? [];
    if (port !== undefined) return port;
  }
  throw new Error(`Chromium ended before it listened: ${said.trim().split('\n').at(-1) ?? ''}`);
}
