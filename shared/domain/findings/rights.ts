import type { Account } from '../account.ts';
import type { AccountDetails, AccountUser } from '../inventory.ts';
import type { Unknown } from '../posture.ts';
import { ADMINISTRATOR_POLICY, PASS_ROLE } from './escalation.ts';
import { type Evidence, known, notKnown } from './evidence.ts';
import { DOUBT, type Grants, grantsOf, together } from './grants.ts';

/** What makes a user an administrator, and what lets the user's keys open the console; undefined: nothing. */
export type Rights = {
  readonly privilegedBy: string | undefined;
  readonly opensConsoleBy: string | undefined;
  /** What lets the user make a role or function of this service do something else. */
  readonly takesOverBy: string | undefined;
};

/** The rights of a user, attached, inline and by group. Each policy and each group is judged once. */
export function rightsIn(
  details: AccountDetails | Unknown,
  account: Account,
): (user: AccountUser | undefined) => Evidence<Rights> {
  if (details.kind === 'unknown') return () => notKnown('account', details.why);
  const policies = new Map(details.policies.map(({ arn, document }) => [arn, named(arn, grantsOf(document, account))]));
  const grantsOfAll = ({ attachedPolicies, inlinePolicies }: Holder) =>
    together([
      ...attachedPolicies.map((arn) => policies.get(arn) ?? named(arn, DOUBT)),
      ...inlinePolicies.map((document) => grantsOf(document, account)),
    ]);
  const groups = new Map(details.groups.map((group) => [group.groupName, grantsOfAll(group)]));
  return (user) => {
    if (user === undefined) return notKnown('user', 'NotInAccountDetails');
    const byGroup = user.groups.map((name) => groups.get(name) ?? DOUBT);
    return known(rightsFrom(together([grantsOfAll(user), ...byGroup])));
  };
}

type Holder = Pick<AccountUser, 'attachedPolicies' | 'inlinePolicies'>;

/** AWS's own administrator policies count by their names, whatever their text says today. */
function named(arn: string, grants: Grants): Grants {
  const [, name] = ADMINISTRATOR_POLICY.exec(arn) ?? [];
  return name === undefined ? grants : { ...grants, privileged: [name, ...grants.privileged] };
}

function rightsFrom({ privileged, passesRole, takesRole, opensConsole, takesOver }: Grants): Rights {
  const [service] = [...takesRole].sort();
  const passes = passesRole && service !== undefined ? [`${PASS_ROLE} with ${service}`] : [];
  return {
    privilegedBy: tellingOf([...privileged, ...passes]),
    opensConsoleBy: tellingOf(opensConsole),
    takesOverBy: tellingOf(takesOver),
  };
}

/** One of several that tells most: a policy's name, then a wildcard, then an action. */
function tellingOf(reasons: readonly string[]): string | undefined {
  const [first] = reasons.toSorted((one, other) => weight(one) - weight(other) || (one < other ? -1 : 1));
  return first;
}

/** Who has one of these rules the account, whatever else a policy says. */
export const WILDCARDS = ['AdministratorAccess', '*', 'IAMFullAccess', 'iam:*', 'PowerUserAccess', 'NotAction'];

const weight = (reason: string) => WILDCARDS.indexOf(reason) + 1 || 99;
