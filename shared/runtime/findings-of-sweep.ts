import type { Finding } from '../domain/finding.ts';
import { findingsOf } from '../domain/findings/findings-of.ts';
import { guardPolicyIn } from '../domain/findings/guard-policy.ts';
import type { Inventory } from '../domain/inventory.ts';
import { wanted } from '../domain/decision.ts';
import { guardOf, type Posture } from '../domain/posture.ts';
import type { Sweep } from '../workflow/sweep-account.ts';
import type { StackServices } from './sweep-services.ts';

/** What is wrong in the account after a sweep: from the bulk reads, what was read live, and the stack's own state. */
export function findingsOfSweep(services: Pick<StackServices, 'account' | 'clock' | 'guardArn' | 'readSubscriptions'>) {
  return async (inventory: Inventory, sweep: Sweep): Promise<readonly Finding[]> => {
    const subscriptions = await services.readSubscriptions();
    return findingsOf(inventory, {
      account: services.account,
      now: services.clock.now(),
      guardArn: services.guardArn,
      longTermKeys: 'deny',
      settings: { unusedPasswordDays: 90, recentKeyDays: 30, deep: false },
      postures: posturesAfter(sweep),
      guardPolicy: guardPolicyIn(inventory, services.guardArn),
      subscriptions,
      // Read where an event was lost, and by an audit: here it would cost three calls a day and tell late.
      trail: 'not-asked',
      leftWave: sweep.leftWave.map(({ arn }) => arn),
    });
  };
}

/** What was read live, with the guard on whomever the sweep has put it since. */
function posturesAfter({ judged, swept }: Sweep): ReadonlyMap<string, Posture> {
  const given = new Map(
    swept.flatMap(({ outcome }) => {
      const kind = wanted(outcome.decision);
      const isChanged = outcome.effect === 'applied' || outcome.effect === 'swapped';
      return isChanged && kind !== undefined ? [[outcome.user.userName, kind] as const] : [];
    }),
  );
  return new Map(
    judged.map(({ suspect: { user }, posture }) => {
      const kind = given.get(user.userName);
      const changed = posture.kind === 'user' && kind !== undefined;
      return [user.userName, changed ? { ...posture, guard: guardOf([{ kind, by: 'managed' }]) } : posture];
    }),
  );
}
