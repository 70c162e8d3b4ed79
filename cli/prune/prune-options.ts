import type { ConnectionOptions } from '../connection-options.ts';

export type PruneOptions = ConnectionOptions & {
  readonly json: boolean;
  readonly dryRun: boolean;
  /** Hours that an enrolment may take. */
  readonly olderThan: number;
};
