import { GUARD_KINDS, guardArnOf } from '../guard-name.ts';
import type { Inventory } from '../inventory.ts';
import type { GuardPolicies, GuardPolicy } from './finding-context.ts';

/** The guard policies as the account details show them: `guard` at this ARN, the others beside it. */
export function guardPoliciesIn({ details }: Inventory, guardArn: string): GuardPolicies {
  if (details.kind === 'unknown') return details;
  const policyAt = (wanted: string): GuardPolicy => {
    const policy = details.policies.find(({ arn }) => arn === wanted);
    if (policy === undefined) return { kind: 'missing' };
    return { kind: 'policy', document: policy.document, defaultVersion: policy.defaultVersion };
  };
  return { kind: 'policies', of: new Map(GUARD_KINDS.map((kind) => [kind, policyAt(guardArnOf(guardArn, kind))])) };
}
