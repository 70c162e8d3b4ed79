import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';

/** Where a command is run: what it reads of its surroundings and where it writes. */
export type Terminal = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Asks, and waits for a line; undefined where nobody can answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Appends to a file that only its owner may read. Throws what the file system throws. */
  readonly append: (file: string, text: string) => void;
};

export function ownTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    // `mfa-enforcer audit | head` closes the pipe: nobody reads any more, which is no fault.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    ask,
    append: (file, text) => {
      appendFileSync(file, text, { mode: 0o600 });
    },
  };
}

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Whoever ends the input (Ctrl-D) or stops (Ctrl-C) has not said yes.
  const closed = once(lines, 'close').then(() => undefined);
  const answer = await Promise.race([lines.question(question), closed]);
  lines.close();
  return answer;
}
