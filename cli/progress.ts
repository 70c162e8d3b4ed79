import type { Terminal } from './terminal.ts';
import type { Watch } from './watch.ts';

const EVERY_MS = 100;

/** One line that is written over and over, for whoever sits before it: on a terminal only. Answers how to end it. */
export function showProgress({ err, errIsTerminal, environment }: Terminal, watch: Watch): () => void {
  if (!errIsTerminal || environment['TERM'] === 'dumb') return () => undefined;
  const draw = () => {
    if (!watch.asking) err(`\r\u001b[2K${progressLine(watch)}`);
  };
  const timer = setInterval(draw, EVERY_MS);
  timer.unref();
  draw();
  return () => {
    clearInterval(timer);
    err('\r\u001b[2K');
  };
}

export const progressLine = ({ pages, suspects, made }: Pick<Watch, 'pages' | 'suspects' | 'made'>): string =>
  `${pages} pages read, ${suspects} suspects done, ${made} calls made`;
