import type { Account } from '../account.ts';
import type { PolicyText } from '../inventory.ts';
import { ESCALATIONS, ESCALATIONS_ON_OTHERS, OWN_USER, PASS_ROLE, TAKES_ROLE } from './escalation.ts';
import { parsePolicy, type PolicyElement, statementsOf, stringsOf } from './parse-policy.ts';
import { takeoversOf } from './takeovers.ts';
import { covers } from '../wildcard.ts';

/** What a policy grants of what matters here, by the names of the actions that tell it. */
export type Grants = {
  readonly privileged: readonly string[];
  readonly passesRole: boolean;
  readonly takesRole: readonly string[];
  readonly opensConsole: readonly string[];
  /** On our own roles and functions. */
  readonly takesOver: readonly string[];
};

const NOTHING: Grants = { privileged: [], passesRole: false, takesRole: [], opensConsole: [], takesOver: [] };

/** A policy that cannot be understood may grant anything. */
export const DOUBT: Grants = {
  ...NOTHING,
  privileged: ['unreadable policy'],
  opensConsole: ['unreadable policy'],
  takesOver: ['unreadable policy'],
};

/** Conditions, Deny statements and boundaries are not judged: doubt counts as a right. */
export function grantsOf(policy: PolicyText, account: Account): Grants {
  const document = parsePolicy(policy);
  const statements = document && statementsOf(document);
  if (statements === undefined) return DOUBT;
  return together(statements.map((statement) => grantsOfStatement(statement, account)));
}

export function together(parts: readonly Grants[]): Grants {
  return {
    privileged: parts.flatMap(({ privileged }) => privileged),
    passesRole: parts.some(({ passesRole }) => passesRole),
    takesRole: parts.flatMap(({ takesRole }) => takesRole),
    opensConsole: parts.flatMap(({ opensConsole }) => opensConsole),
    takesOver: parts.flatMap(({ takesOver }) => takesOver),
  };
}

function grantsOfStatement(statement: PolicyElement, account: Account): Grants {
  if (statement['Effect'] === 'Deny') return NOTHING;
  const actions = stringsOf(statement['Action']);
  const others = stringsOf(statement['NotAction']);
  if (statement['Effect'] !== 'Allow' || (actions === undefined) === (others === undefined)) return DOUBT;
  const resources = stringsOf(statement['Resource']) ?? ['*'];
  const may = (action: string) =>
    actions === undefined
      ? others?.some((pattern) => covers(pattern, action)) === false
      : actions.some((pattern) => covers(pattern, action));
  return {
    privileged: others === undefined ? privilegesIn(may, resources) : ['NotAction'],
    passesRole: may(PASS_ROLE),
    takesRole: TAKES_ROLE.filter(may),
    opensConsole: consoleOpenersIn(account)
      .filter(([action, anybody]) => may(action) && atLarge(resources, anybody))
      .map(([action]) => action),
    takesOver: takeoversOf(may, resources, account),
  };
}

function privilegesIn(may: (action: string) => boolean, resources: readonly string[]): readonly string[] {
  // Actions that are in no list show which wildcard it is.
  if (may('any-service:AnyAction')) return ['*'];
  if (may('iam:AnyAction')) return ['iam:*'];
  const onOwnUser = resources.every((resource) => OWN_USER.test(resource));
  return [...ESCALATIONS, ...(onOwnUser ? [] : ESCALATIONS_ON_OTHERS)].filter(may);
}

/** What a key can open the console with, and the ARN of somebody whom no policy names: only a wildcard covers it. */
const consoleOpenersIn = ({ id, partition }: Account) =>
  [
    ['sts:AssumeRole', `arn:${partition}:iam::${id}:role/any-role-at-all`],
    ['sts:GetFederationToken', `arn:${partition}:sts::${id}:federated-user/any-user-at-all`],
  ] as const;

const atLarge = (resources: readonly string[], anybody: string) =>
  resources.some((resource) => covers(resource, anybody));
