import { wrap } from '../shared/messages/wrap.ts';

/** Wraps a sentence and indents all of it. */
export const indented =
  (columns: number) =>
  (line: string): readonly string[] =>
    wrap(line).map((part) => `${' '.repeat(columns)}${part}`);

/** An item of a list: what is wrapped hangs under its text. */
export const item =
  (columns: number) =>
  (line: string): readonly string[] =>
    wrap(line).map((part, at) => `${' '.repeat(columns)}${at === 0 ? '- ' : '  '}${part}`);

/** A titled list and what follows from it; nothing where there is nothing to list. */
export function section(title: string, lines: readonly string[], ...after: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [title, ...lines.flatMap(item(2)), ...after.flatMap(indented(2)), ''];
}
