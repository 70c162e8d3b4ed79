import type { Plan } from '../../shared/domain/plan/plan.ts';
import type { Snapshot } from '../../shared/domain/plan/snapshot.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import type { Wave } from '../../shared/domain/wave.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Unread } from '../unread.ts';

/** What a plan is made of: read from the account, or from a file. */
export type PlanSource = {
  readonly snapshot: Snapshot;
  /** ARN of whose credentials it was read with. */
  readonly caller: string;
  readonly unread: readonly Unread[];
};

/** A plan before it has a form. */
export type Planned = PlanSource & {
  readonly plan: Plan;
  readonly rules: Rules;
  /** Left out: everybody is in it. */
  readonly wave?: Wave;
  readonly breakGlass: readonly string[];
  readonly deployer: string;
  /** Undefined: exemptions were not read, so nobody counts as exempt. */
  readonly exemptionsTable: string | undefined;
  readonly exitCode: ExitCode;
};
