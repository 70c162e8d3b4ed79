/** Columns that a terminal shows without breaking a line. */
export const WIDTH = 100;

const GAP = '  ';
const INDENT = '  ';

/**
 * Columns to the left, cells as wide as they need; the first, the names, gives way so that a line fits. No cell of it
 * is narrower than its title.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), title.length),
  );
  const [first = 0, ...others] = widths;
  const room = WIDTH - INDENT.length - others.reduce((sum, width) => sum + GAP.length + width, 0);
  const fitted = [Math.max(Math.min(first, room), head[0]?.length ?? 0), ...others];
  return [head, fitted.map((width) => '-'.repeat(width)), ...rows].map((cells) => {
    const line = fitted.map((width, column) => cutMiddle(cells[column] ?? '', width).padEnd(width));
    return `${INDENT}${line.join(GAP)}`.trimEnd();
  });
}

/** Names differ at either end: what is too long loses its middle. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(text.length - end)}`;
}
