import { parseArgs } from 'node:util';
import { OptionsError } from './options.ts';

/** The sizes of accounts that are measured. */
export const SIZES: readonly number[] = [1_000, 5_000];

const TAKES = `--json and --users N (${SIZES.join(' or ')})`;

/** `users`: sizes of the accounts to measure. `json`: one document for machines instead of tables. */
export type SweepOptions = { readonly users: readonly number[]; readonly json: boolean };

/** @throws OptionsError for anything that it does not know. */
export function readSweepOptions(args: readonly string[]): SweepOptions {
  const { users, json } = parse(args);
  if (users === undefined) return { users: SIZES, json };
  const sizes = SIZES.filter((size) => String(size) === users);
  if (sizes.length === 0) throw new OptionsError(TAKES, args);
  return { users: sizes, json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { users: { type: 'string' }, json: { type: 'boolean', default: false } },
    }).values;
  } catch {
    throw new OptionsError(TAKES, args);
  }
}
