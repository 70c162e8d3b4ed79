import { wrap } from './wrap.ts';

/** Headings with their lines, wrapped and indented: nothing that came from outside stands at the left margin. */
export const sections = (parts: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(parts)
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => [heading, ...lines.flatMap(wrap).map(indent)].join('\n'))
    .join('\n\n');

/** The first lines, and how many more there are and where to read them: a message has its limits. */
export function atMost(lines: readonly string[], most: number, where: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more: ${where}`];
}

const indent = (line: string) => (line === '' ? '' : `  ${line}`);
