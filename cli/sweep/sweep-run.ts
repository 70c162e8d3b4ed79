import type { Account } from '../../shared/domain/account.ts';
import type { SweepResult } from '../../shared/domain/sweep.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { SweepOptions } from '../options.ts';
import type { Unread } from '../unread.ts';

/** What a sweep from here did, before it has a form. */
export type SweepRun = {
  readonly kind: SweepResult['kind'];
  readonly account: Account;
  readonly caller: string;
  readonly options: SweepOptions;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly suspects: number;
  readonly swept: SweepResult['swept'];
  readonly unfinished: SweepResult['unfinished'];
  readonly wouldBeGuarded: readonly string[];
  readonly unread: readonly Unread[];
  /** Why there may be users of whom the sweep does not know. */
  readonly unlisted: string | undefined;
  /** Actions that were denied while it attached. */
  readonly denied: readonly string[];
  readonly calls: number;
  readonly exitCode: ExitCode;
};
