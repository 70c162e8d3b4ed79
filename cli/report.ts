import type { ExitCode } from './exit-codes.ts';
import type { Paint } from './paint.ts';

/** What a command has to say, in both forms. */
export type Report = {
  readonly exitCode: ExitCode;
  readonly document: object;
  readonly text: (paint: Paint) => readonly string[];
};
