/** Where a command is run: what it reads of its surroundings and where it writes. */
export type Terminal = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
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
  };
}
