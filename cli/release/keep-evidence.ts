import type { Begun } from '../../shared/workflow/release-guards.ts';
import type { Release } from '../../shared/domain/release.ts';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

/** The same in every line: where, by whom, what. */
export type EvidenceOf = {
  readonly account: string;
  readonly caller: string;
  readonly by: string;
  readonly guardArn: string;
  readonly mode: string;
};

/**
 * Keeps a line of JSON for each thing that is about to be done or was done; the first says that it begins.
 *
 * @throws CliError when the file cannot be written: what leaves no trace is not done.
 */
export function keepEvidence(file: string, of: EvidenceOf, users: number, now: Date, { append }: Terminal) {
  const keep = (line: object) => {
    try {
      append(file, `${JSON.stringify(line)}\n`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CliError(
        `The evidence cannot be kept in ${file} (${why}), so nobody more was released. Name another file with --evidence, then run it again.`,
      );
    }
  };
  keep({ at: now.toISOString(), what: 'release-begins', users, ...of });
  return (kept: Release | Begun): void => {
    const { carrier, at, kind, ...rest } = kept;
    keep({ at: at.toISOString(), what: kind, ...carrier, ...rest, ...of });
  };
}

/** A file a day, appended to. */
export const evidenceFile = (now: Date) => `mfa-enforcer-release-${now.toISOString().slice(0, 10)}.jsonl`;
