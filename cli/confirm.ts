import type { Terminal } from './terminal.ts';
import type { Watch } from './watch.ts';

/** Asks whoever sits before it. Where nobody does, the answer is no: `--yes` says yes beforehand. */
export async function confirm(question: string, terminal: Terminal, watch: Watch): Promise<boolean> {
  watch.asking = true;
  try {
    const answer = await terminal.ask(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer?.trim() ?? '');
  } finally {
    watch.asking = false;
  }
}
