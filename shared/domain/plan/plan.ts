import type { FindingFact } from '../finding.ts';
import type { Rules } from '../rules.ts';
import type { Wave } from '../wave.ts';

/**
 * What the switch to `enforce` does to a user: `guarded` now, `changed` from one guard to another, `later` with another
 * wave, `already` guarded, spared while `exempt`, `untouched`, or `not-judged` since something could not be read.
 */
export type Effect = 'guarded' | 'changed' | 'later' | 'already' | 'exempt' | 'untouched' | 'not-judged';

/** Whom it hurts, and how, by name. The sentences and cures live in `messages/`. */
export type HurtCode =
  | 'key-in-use'
  | 'key-spared'
  | 'service-credential'
  | 'smtp-user'
  | 'signing-certificate'
  | 'deployer'
  | 'break-glass'
  | 'last-administrator'
  | 'policy-quota'
  | 'enrolment-blocked'
  | 'enrolment-hindered'
  | 'password-change'
  | 'not-judged'
  | 'way-in-not-judged'
  | 'name-unknown';

/** `stop`: switching now would shut somebody out for good, or the way back. Facts are text from outside: escape them. */
export type Hurt = {
  readonly code: HurtCode;
  readonly severity: 'warning' | 'stop';
  readonly facts: Readonly<Record<string, FindingFact>>;
};

export type PlannedUser = {
  readonly userName: string;
  readonly arn: string;
  readonly effect: Effect;
  readonly hurts: readonly Hurt[];
};

/** What the switch would do. `hurts` are those of the account as a whole. */
export type Plan = { readonly users: readonly PlannedUser[]; readonly hurts: readonly Hurt[] };

export type PlanChoice = {
  readonly rules: Rules;
  /** Unique ids of the users whose exemption is in force. */
  readonly exempt: ReadonlySet<string>;
  /** Who is guarded with this switch; left out: everybody. */
  readonly wave?: Wave;
  /** Names of the users by whom people get in when nothing else works. */
  readonly breakGlass: readonly string[];
  /** ARN of whoever deploys the stack: a user, or anything else, which the guard does not touch. */
  readonly deployer: string;
};

export const hurt = (code: HurtCode, facts: Hurt['facts'] = {}, severity: Hurt['severity'] = 'warning'): Hurt => ({
  code,
  severity,
  facts,
});
