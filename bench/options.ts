import { parseArgs } from 'node:util';

/** `events`: how many are measured a lane. `json`: one document for machines instead of tables. */
export type Options = { readonly events: number; readonly json: boolean };

/** What was asked for is not to be had; the message is one sentence. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';

  constructor(takes: string, args: readonly string[]) {
    super(`The benchmark takes ${takes}, not: ${args.join(' ')}`);
  }
}

const TAKES = '--json and --events N (a whole number from 1 to 9999)';

/** @throws OptionsError for anything that it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { events, json } = parse(args);
  if (!/^[1-9]\d{0,3}$/.test(events)) throw new OptionsError(TAKES, args);
  return { events: Number(events), json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { events: { type: 'string', default: '300' }, json: { type: 'boolean', default: false } },
    }).values;
  } catch {
    throw new OptionsError(TAKES, args);
  }
}
