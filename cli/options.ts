import type { ConnectionOptions } from './connection-options.ts';
import type { PlanOptions } from './plan/plan-options.ts';
import type { PolicyOptions } from './policy/policy-options.ts';
import type { ExemptChoice } from './exempt/exempt-options.ts';
import type { PruneOptions } from './prune/prune-options.ts';
import type { ReleaseOptions } from './release/release-options.ts';
import type { RuleOptions } from './rule-options.ts';

export type AuditOptions = ConnectionOptions &
  RuleOptions & {
    readonly json: boolean;
    readonly deep: boolean;
    readonly guardArn?: string;
  };

export type SweepOptions = ConnectionOptions &
  RuleOptions & {
    readonly json: boolean;
    readonly guardArn: string;
    readonly concurrency: number;
    readonly maxNewGuards: number;
    /** Undefined: nobody is exempt. */
    readonly exemptionsTable?: string;
  };

/** What the command line asked for. `done`: it was answered already, by a help text or a sentence. */
export type Choice =
  | { readonly command: 'audit'; readonly options: AuditOptions }
  | { readonly command: 'sweep'; readonly options: SweepOptions }
  | { readonly command: 'plan'; readonly options: PlanOptions }
  | { readonly command: 'policy'; readonly options: PolicyOptions }
  | ExemptChoice
  | { readonly command: 'release'; readonly options: ReleaseOptions }
  | { readonly command: 'devices prune'; readonly options: PruneOptions }
  | { readonly command: 'done'; readonly exitCode: 0 | 64 };
