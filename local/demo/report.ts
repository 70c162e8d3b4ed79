import { styleText } from 'node:util';

export type Report = ReturnType<typeof report>;

/** What does not hold ends the demo: it says which step, and the exit code is not zero. */
export class DoesNotHoldError extends Error {
  override readonly name = 'DoesNotHoldError';
}

/** Prints the demo for people: a heading a step, a line as each part is done with the time it took. */
export function report(write: (text: string) => void) {
  let startedAt = performance.now();
  const green = (text: string) => styleText('green', text, { stream: process.stdout });
  return {
    step: (heading: string) => {
      startedAt = performance.now();
      write(`\n${styleText('bold', heading, { stream: process.stdout })}\n`);
    },
    /** A part is done; throws DoesNotHoldError when it does not hold. */
    done: (what: string, holds = true, took?: string) => {
      if (!holds) throw new DoesNotHoldError(what);
      write(`  ${green('✓')} ${what}  (${took ?? milliseconds(performance.now() - startedAt)})\n`);
      startedAt = performance.now();
    },
    /** Text as somebody would read it, set apart. */
    quote: (text: string) => {
      write(`${text.split('\n').map((line) => `    │ ${line}`.trimEnd()).join('\n')}\n`); // prettier-ignore
    },
    say: (text: string) => {
      write(`  ${text}\n`);
    },
  };
}

const milliseconds = (took: number) => (took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1)} s`);
