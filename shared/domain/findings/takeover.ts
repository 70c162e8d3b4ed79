import type { Finding } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { map, notKnown } from './evidence.ts';
import { perUser, type Told, type Users } from './per-user.ts';
import { WILDCARDS } from './rights.ts';
import type { UserFacts } from './user-facts.ts';

const CODE = 'may-take-over-the-service';

/**
 * Who may pass, edit or fill our roles and functions, and so act as this service. Administrators by a wildcard are not
 * named: they rule the account, and this service with it (docs/threat-model.md).
 */
export function takeoverFindings(users: Users, { details }: Inventory): readonly Finding[] {
  // Rights stand in the details alone: a user made since the report may have any.
  const unlisted = details.kind === 'unknown' ? notKnown('account', details.why) : undefined;
  return perUser(CODE, { ...users, unlisted }, mayTakeOver, tell);
}

const mayTakeOver = ({ rights }: UserFacts) =>
  map(
    rights,
    ({ takesOverBy, privilegedBy }) =>
      takesOverBy !== undefined && (privilegedBy === undefined || !WILDCARDS.includes(privilegedBy)),
  );

const tell = ({ rights }: UserFacts): Told => ({
  facts: { because: rights.kind === 'known' ? (rights.value.takesOverBy ?? '') : '' },
});
