import type { Trail } from './findings/finding-context.ts';
import type { Unknown } from './posture.ts';

/** A rule that the stack has, and the name of the function that it brings events to. */
export type ExpectedRule = { readonly name: string; readonly functionName: string };

/** `rewritten`: the target gets something else than the event as it is. */
export type RuleTarget = { readonly arn: string; readonly rewritten: boolean };

/** A rule as EventBridge has it now. */
export type RuleState = { readonly enabled: boolean; readonly targets: readonly RuleTarget[] | Unknown };

/** Rules by their names. */
export type RuleStates = { readonly kind: 'rules'; readonly byName: ReadonlyMap<string, RuleState> } | Unknown;

/** What the rules and the trail of the account are like now. */
export type MachineState = { readonly rules: RuleStates; readonly trail: Trail };

/** What is not as it was deployed, or could not be read, which is not taken for good. */
export type Impairment =
  | { readonly code: 'rule-missing' | 'rule-disabled'; readonly rule: string }
  | { readonly code: 'target-missing' | 'target-rewritten'; readonly rule: string; readonly functionName: string }
  | { readonly code: 'trail-missing'; readonly why: string }
  | { readonly code: 'rules-unread' | 'trail-unread'; readonly why: string }
  | { readonly code: 'targets-unread'; readonly rule: string; readonly why: string };

/** What keeps events from the functions. Total: what could not be read is among it. */
export function impairmentsOf(
  expected: readonly ExpectedRule[],
  { rules, trail }: MachineState,
  accountId: string,
): readonly Impairment[] {
  return [...ofTrail(trail), ...ofRules(expected, rules, accountId)];
}

/** Whether events are known to be kept away, not only feared to be. */
export const isKnown = ({ code }: Impairment): boolean => !code.endsWith('-unread');

/** The same trouble has the same text, in whatever words AWS told of it. */
export const troubleIn = (impairments: readonly Impairment[]): string =>
  impairments.map((one) => ('rule' in one ? `${one.code}:${one.rule}` : one.code)).join(',');

function ofTrail(trail: Trail): readonly Impairment[] {
  switch (trail.kind) {
    case 'logging':
      return [];
    case 'missing':
      return [{ code: 'trail-missing', why: trail.why }];
    case 'unknown':
      return [{ code: 'trail-unread', why: trail.why }];
  }
}

function ofRules(expected: readonly ExpectedRule[], rules: RuleStates, accountId: string): readonly Impairment[] {
  if (rules.kind === 'unknown') return [{ code: 'rules-unread', why: rules.why }];
  return expected.flatMap((rule) => ofRule(rule, rules.byName.get(rule.name), accountId));
}

function ofRule({ name, functionName }: ExpectedRule, state: RuleState | undefined, accountId: string): Impairment[] {
  if (state === undefined) return [{ code: 'rule-missing', rule: name }];
  const disabled: Impairment[] = state.enabled ? [] : [{ code: 'rule-disabled', rule: name }];
  const { targets } = state;
  if ('kind' in targets) return [...disabled, { code: 'targets-unread', rule: name, why: targets.why }];
  const ours = targets.filter(({ arn }) => arn.endsWith(`:${accountId}:function:${functionName}`));
  if (ours.length === 0) return [...disabled, { code: 'target-missing', rule: name, functionName }];
  const whole = ours.some(({ rewritten }) => !rewritten);
  return whole ? disabled : [...disabled, { code: 'target-rewritten', rule: name, functionName }];
}
