import type { Account } from '../../shared/domain/account.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import type { Snapshot } from '../../shared/domain/plan/snapshot.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Unread } from '../unread.ts';
import type { UserLine } from './user-line.ts';

/** What an audit found, before it has a form. */
export type Audited = {
  readonly account: Account;
  readonly caller: string;
  readonly guardArn: string;
  readonly deep: boolean;
  readonly rules: Rules;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly reportFrom: Date | undefined;
  readonly users: number;
  /** Who has a password, or may have one. */
  readonly lines: readonly UserLine[];
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
  /** What a plan is made from. */
  readonly snapshot: Snapshot;
  readonly calls: number;
  readonly exitCode: ExitCode;
};
