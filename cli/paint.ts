import type { Severity } from '../shared/domain/severity.ts';
import type { Terminal } from './terminal.ts';

const COLOURS: Readonly<Record<Severity, number>> = { critical: 31, high: 31, medium: 33, low: 36, info: 2 };

export type Paint = (severity: Severity, text: string) => string;

/** Colour on a terminal only, and not against NO_COLOR. {@link https://no-color.org} */
export function paintFor({ environment, outIsTerminal }: Terminal): Paint {
  const plain = !outIsTerminal || (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return (severity, text) => (plain ? text : `\u001b[${COLOURS[severity]}m${text}\u001b[0m`);
}
