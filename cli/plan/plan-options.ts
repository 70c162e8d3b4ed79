import type { Pattern } from '../../shared/domain/wave.ts';
import type { RuleOptions } from '../rule-options.ts';

/** As it is given on the command line. */
export type PlanOptions = RuleOptions & {
  readonly profile?: string;
  readonly region?: string;
  readonly json: boolean;
  readonly format: 'table' | 'markdown';
  readonly guardArn?: string;
  readonly include: readonly Pattern[];
  readonly exclude: readonly Pattern[];
  readonly breakGlass: readonly string[];
  readonly deployer?: string;
  /** Undefined: nobody is exempt. */
  readonly exemptionsTable?: string;
  /** A file that `audit --json` wrote. */
  readonly from?: string;
};
