import type { Account } from '../../shared/domain/account.ts';
import type { Release, ReleaseRules } from '../../shared/domain/release.ts';
import type { ExitCode } from '../exit-codes.ts';

/** What is released, and through which role. `own`: by the caller's own rights, when the stack's role is gone already. */
export type ReleaseTarget = Omit<ReleaseRules, 'exemptions'> & {
  readonly guardArn: string;
  readonly roleArn: string;
  /** Undefined: nobody is exempt. */
  readonly exemptionsTable: string | undefined;
};

export const OWN_RIGHTS = 'own';

/** Whose guard is taken off. */
export type ReleaseChoice = {
  /** Undefined: everybody's. */
  readonly user: string | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly concurrency: number;
  /** Undefined: a file named after the day. */
  readonly evidence: string | undefined;
};

/** What a release did, before it has a form. */
export type ReleaseRun = {
  readonly kind: 'complete' | 'in-part' | 'refused' | 'not-confirmed';
  readonly account: Account;
  readonly caller: string;
  /** The ARN by which IAM and CloudTrail know who did it. */
  readonly by: string;
  readonly target: ReleaseTarget;
  readonly choice: ReleaseChoice;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Users who carried the guard when it began. */
  readonly carriers: number;
  readonly releases: readonly Release[];
  /** Where the evidence is; undefined when nothing had to be kept. */
  readonly evidence: string | undefined;
  readonly calls: number;
  readonly exitCode: ExitCode;
};
