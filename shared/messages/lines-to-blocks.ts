/** One step of a list: its text, and what may be chosen in it. */
export type Step = { readonly text: string; readonly choices: readonly string[] };

/** Lines of a section that belong together. */
export type Block =
  | { readonly kind: 'paragraph' | 'list' | 'commands'; readonly lines: readonly string[] }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] };

/** The lines of a section by what they are: prose, items, numbered steps, commands. */
export function linesToBlocks(lines: readonly string[]): readonly Block[] {
  const groups = lines.reduce<readonly Group[]>((before, line) => {
    const last = before.at(-1);
    const kind = kindOf(line, last?.kind);
    if (last === undefined || kind !== last.kind) return [...before, { kind, lines: [line] }];
    return [...before.slice(0, -1), { kind, lines: [...last.lines, line] }];
  }, []);
  return groups.flatMap(toBlock);
}

type Group = { readonly kind: 'nothing' | Block['kind']; readonly lines: readonly string[] };

function kindOf(line: string, before: Group['kind'] | undefined): Group['kind'] {
  if (line === '') return 'nothing';
  if (line.startsWith('- ')) return 'list';
  if (!line.startsWith(' ')) return 'paragraph';
  return STEP.test(line) || before === 'steps' ? 'steps' : 'commands';
}

function toBlock({ kind, lines }: Group): readonly Block[] {
  switch (kind) {
    case 'nothing':
      return [];
    case 'paragraph':
      return [{ kind, lines }];
    case 'list':
      return [{ kind, lines: lines.map((line) => line.slice(2)) }];
    case 'commands':
      return [{ kind, lines: lines.map((line) => line.replace(/^ {1,2}/, '')) }];
    case 'steps':
      return [{ kind, steps: lines.reduce(withLine, []) }];
  }
}

/** A step goes on in lines that are indented further, a choice in those behind it. */
function withLine(steps: readonly Step[], line: string): readonly Step[] {
  const last = steps.at(-1);
  const text = line.trim();
  if (last === undefined || STEP.test(line)) return [...steps, { text: text.replace(/^\d+\. /, ''), choices: [] }];
  return [...steps.slice(0, -1), goneOn(last, text)];
}

function goneOn({ text, choices }: Step, more: string): Step {
  if (more.startsWith('- ')) return { text, choices: [...choices, more.slice(2)] };
  const last = choices.at(-1);
  return last === undefined
    ? { text: `${text} ${more}`, choices }
    : { text, choices: [...choices.slice(0, -1), `${last} ${more}`] };
}

const STEP = /^ +\d+\. /;
