/** Columns of a line of prose: what a mail program and a terminal show without breaking it again. */
const WIDTH = 92;

/** A sentence over several lines, broken at spaces. A line that is indented (a step, a command) is left as it is. */
export function wrap(line: string): readonly string[] {
  if (line.startsWith(' ')) return [line];
  return line.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
