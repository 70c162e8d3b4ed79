import type { Account } from '../../shared/domain/account.ts';
import type { Pruned } from '../../shared/domain/pruned.ts';
import type { Unused } from '../../shared/domain/unused-devices.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { PruneOptions } from './prune-options.ts';

/** What a prune did, before it has a form. */
export type PruneRun = {
  readonly account: Account;
  readonly caller: string;
  readonly options: PruneOptions;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Virtual devices of the account, assigned or not. */
  readonly devices: number;
  readonly unused: Unused;
  readonly pruned: readonly Pruned[];
  readonly historyComplete: boolean;
  readonly calls: number;
  readonly exitCode: ExitCode;
};
