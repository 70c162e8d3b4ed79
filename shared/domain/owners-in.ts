import type { Inventory } from './inventory.ts';
import { NO_OWNER, type Owner, ownerOf, type OwnerRules } from './owner.ts';
import type { UserRef } from './user-ref.ts';

/** Whose each user of the account is, by what the account details tell; nobody's where they tell nothing. */
export function ownersIn({ details }: Inventory, rules: OwnerRules): (user: UserRef) => Owner {
  const users = details.kind === 'details' ? details.users : [];
  const owners = new Map(users.map(({ userName, tags }) => [userName, ownerOf(userName, tags, rules)]));
  return ({ userName }) => owners.get(userName) ?? NO_OWNER;
}
