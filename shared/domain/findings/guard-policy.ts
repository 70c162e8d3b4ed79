import type { Inventory } from '../inventory.ts';
import type { GuardPolicy } from './finding-context.ts';

/** The guard policy as the account details show it. */
export function guardPolicyIn({ details }: Inventory, guardArn: string): GuardPolicy {
  if (details.kind === 'unknown') return details;
  const policy = details.policies.find(({ arn }) => arn === guardArn);
  if (policy === undefined) return { kind: 'missing' };
  return { kind: 'policy', document: policy.document, defaultVersion: policy.defaultVersion };
}
