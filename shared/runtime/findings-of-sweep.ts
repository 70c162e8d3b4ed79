import type { Finding } from '../domain/finding.ts';
import { findingsOf } from '../domain/findings/findings-of.ts';
import { guardPoliciesIn } from '../domain/findings/guard-policy.ts';
import type { Inventory } from '../domain/inventory.ts';
import { wanted } from '../domain/decision.ts';
import { guardOf, type Posture } from '../domain/posture.ts';
import { KEY_IN_USE_DAYS } from '../domain/rules.ts';
import type { Sweep } from '../workflow/sweep-account.ts';
import type { StackServices } from './sweep-services.ts';

type Needs = Pick<StackServices, 'account' | 'clock' | 'guardArn' | 'rules' | 'readSubscriptions'>;

/** What is wrong in the account after a sweep: from the bulk reads, what was read live, and the stack's own state. */
export function findingsOfSweep(services: Needs) {
  return async (inventory: Inventory, sweep: Sweep): Promise<readonly Finding[]> => {
    const subscriptions = await services.readSubscriptions();
    return findingsOf(inventory, {
      account: services.account,
      now: services.clock.now(),
      guardArn: services.guardArn,
      longTermKeys: services.rules.longTermKeys,
      settings: { unusedPasswordDays: 90, recentKeyDays: KEY_IN_USE_DAYS, deep: false },
      postures: posturesAfter(sweep),
      guardPolicies: guardPoliciesIn(inventory, services.guardArn),
      subscriptions,
      // Read by each reconciliation, and by an audit: here it would only tell late.
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
