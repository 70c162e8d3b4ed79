import { isPossible } from '../../shared/domain/findings/evidence.ts';
import type { FindingContext } from '../../shared/domain/findings/finding-context.ts';
import { guardPoliciesIn } from '../../shared/domain/findings/guard-policy.ts';
import { factsOf } from '../../shared/domain/findings/user-facts.ts';
import type { Inventory } from '../../shared/domain/inventory.ts';
import type { Devices } from '../../shared/domain/posture.ts';
import { KEY_IN_USE_DAYS, type Rules } from '../../shared/domain/rules.ts';
import type { CredentialsRead } from '../../shared/domain/plan/snapshot.ts';
import { suspectsOf } from '../../shared/domain/suspects.ts';
import { inTime } from '../../shared/workflow/in-time.ts';
import { readInventory } from '../../shared/workflow/read-inventory.ts';
import type { Connection } from '../connect.ts';
import { type UnreadFact, unreadFactsOf } from '../unread.ts';
import { readCredentials, unreadCredentials } from './read-credentials.ts';
import type { Watch } from '../watch.ts';

/** Users who are read live at once. */
const AT_ONCE = 8;

/** Somebody sits before it, and nothing is half done when they stop it. */
const noLimit = () => Number.POSITIVE_INFINITY;

export type AccountRead = {
  readonly inventory: Inventory;
  readonly context: FindingContext;
  /** Service-specific credentials, by user name, of whom the guard may be put on. */
  readonly credentials: CredentialsRead;
  readonly unreadFacts: readonly UnreadFact[];
};

/** `deep`: everybody with a password is read, whatever the scope. */
export type Depth = { readonly deep: boolean; readonly rules: Rules };

/** The bulk reads, then the suspects live, as a sweep looks at them; with `deep` everybody's devices. */
export async function readAccount(
  guardArn: string,
  { deep, rules }: Depth,
  connection: Connection,
  watch: Watch,
): Promise<AccountRead> {
  const { account, clock } = connection;
  const [inventory, trail] = await Promise.all([readInventory({ ...connection, rules }), connection.trail()]);
  const postures = connection.postures(guardArn);
  const choice = { accountId: account.id, guardArn, rules };
  const { done } = await inTime(suspectsOf(inventory, choice), AT_ONCE, noLimit, async ({ user, guard }) => {
    const posture = await postures.read(user, guard.kind === 'unknown' ? undefined : guard);
    watch.suspects += 1;
    return posture;
  });
  const context: FindingContext = {
    account,
    now: clock.now(),
    guardArn,
    longTermKeys: rules.longTermKeys,
    settings: { unusedPasswordDays: 90, recentKeyDays: KEY_IN_USE_DAYS, deep },
    postures: new Map(done.map((posture) => [posture.user.userName, posture])),
    guardPolicies: guardPoliciesIn(inventory, guardArn),
    subscriptions: 'not-asked',
    trail,
  };
  const credentials = await readCredentials(inventory, context, rules.scope, connection);
  const unreadFacts = [...done.flatMap(unreadFactsOf), ...unreadCredentials(credentials)];
  if (!deep) return { inventory, context, credentials, unreadFacts };

  const deepDevices = await readDeepDevices(inventory, context, connection);
  const unreadDevices = [...deepDevices.values()].flatMap((devices) =>
    devices.kind === 'unknown' ? [{ fact: 'devices' as const, why: devices.why }] : [],
  );
  return {
    inventory,
    context: { ...context, deepDevices },
    credentials,
    unreadFacts: [...unreadFacts, ...unreadDevices],
  };
}

/** The devices of every user who has or may have a password, but of those who were read live already. */
async function readDeepDevices(
  inventory: Inventory,
  context: FindingContext,
  { devices }: Connection,
): Promise<ReadonlyMap<string, Devices>> {
  const users = factsOf(inventory, context).filter(
    ({ hasPassword, posture }) => isPossible(hasPassword) && posture === undefined,
  );
  const { done } = await inTime(users, AT_ONCE, noLimit, async ({ userName }) => ({
    userName,
    read: await devices(userName),
  }));
  return new Map(done.flatMap(({ userName, read }) => (read === 'gone' ? [] : [[userName, read]])));
}
