import type { Finding } from '../domain/finding.ts';
import { findingsOf } from '../domain/findings/findings-of.ts';
import { guardPolicyIn } from '../domain/findings/guard-policy.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Sweep } from '../workflow/sweep-account.ts';
import type { StackServices } from './sweep-services.ts';

/** What is wrong in the account after a sweep: from the bulk reads, what was read live, and the stack's own state. */
export function findingsOfSweep(services: StackServices) {
  return async (inventory: Inventory, { judged }: Sweep): Promise<readonly Finding[]> => {
    const [subscriptions, trail] = await Promise.all([services.readSubscriptions(), services.readTrail()]);
    return findingsOf(inventory, {
      account: services.account,
      now: services.clock.now(),
      guardArn: services.guardArn,
      longTermKeys: 'deny',
      settings: { unusedPasswordDays: 90, recentKeyDays: 30, deep: false },
      postures: new Map(judged.map(({ suspect, posture }) => [suspect.user.userName, posture])),
      guardPolicy: guardPolicyIn(inventory, services.guardArn),
      subscriptions,
      trail,
    });
  };
}
