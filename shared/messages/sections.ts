import type { Section } from '../domain/message.ts';
import { wrap } from './wrap.ts';

/** Sections of which nothing has to be said are left out. */
export const sectionsOf = (parts: Readonly<Record<string, readonly string[]>>): readonly Section[] =>
  Object.entries(parts)
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => ({ heading, lines }));

/** Headings with their lines, wrapped and indented: nothing that came from outside stands at the left margin. */
export const textOf = (sections: readonly Section[]): string =>
  sections.map(({ heading, lines }) => [heading, ...lines.flatMap(wrap).map(indent)].join('\n')).join('\n\n');

/** The first lines, and how many more there are and where to read them: a message has its limits. */
export function atMost(lines: readonly string[], most: number, where: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more: ${where}`];
}

const indent = (line: string) => (line === '' ? '' : `  ${line}`);
