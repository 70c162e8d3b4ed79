import { isPossible, isSure, map } from '../../shared/domain/findings/evidence.ts';
import type { FindingContext } from '../../shared/domain/findings/finding-context.ts';
import { factsOf } from '../../shared/domain/findings/user-facts.ts';
import { deniesKeys } from '../../shared/domain/guard-for.ts';
import type { Inventory } from '../../shared/domain/inventory.ts';
import type { CredentialsRead } from '../../shared/domain/plan/snapshot.ts';
import type { Scope } from '../../shared/domain/rules.ts';
import { inTime } from '../../shared/workflow/in-time.ts';
import type { Connection } from '../connect.ts';
import type { UnreadFact } from '../unread.ts';

/** Users who are read at once. */
const AT_ONCE = 8;

const noLimit = () => Number.POSITIVE_INFINITY;

/**
 * Of whom the guard may be put on, or a stricter one, one call each: there is no bulk read of service-specific
 * credentials.
 */
export async function readCredentials(
  inventory: Inventory,
  context: FindingContext,
  scope: Scope,
  { serviceCredentials }: Connection,
): Promise<CredentialsRead> {
  const everybody = context.settings.deep || scope === 'every-password';
  const users = factsOf(inventory, context).filter(
    ({ hasPassword, hasNoDevice, isGuarded, guards }) =>
      isPossible(hasPassword) &&
      (isSure(isGuarded) ? !isSure(map(guards, (all) => all.some(deniesKeys))) : everybody || isPossible(hasNoDevice)),
  );
  const { done } = await inTime(
    users,
    AT_ONCE,
    noLimit,
    async ({ userName }) => [userName, await serviceCredentials(userName)] as const,
  );
  return new Map(done);
}

export const unreadCredentials = (credentials: CredentialsRead): readonly UnreadFact[] =>
  [...credentials.values()].flatMap((read) =>
    read.kind === 'unknown' ? [{ fact: 'credentials' as const, why: read.why }] : [],
  );
