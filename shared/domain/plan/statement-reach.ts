import { asList, isElement, type PolicyElement, stringsOf } from '../findings/parse-policy.ts';
import { covers } from '../wildcard.ts';
import type { EnrolmentAction } from './enrolment.ts';

/** Whether a statement is about an action; `doubt`: read as text it cannot be told. */
export type Reach = 'yes' | 'no' | 'doubt';

/**
 * Whether a statement reaches what a user does in a session without MFA. The user's name is put in; any other variable
 * and any condition but that on MFA is a doubt.
 */
export function reachOf(statement: PolicyElement, { action, resource }: EnrolmentAction, userName: string): Reach {
  const about = reachOfAction(statement, action);
  if (about === 'no') return 'no';
  const on = reachOfResource(statement, resource, userName);
  if (on === 'no') return 'no';
  const when = statement['Condition'] === undefined || holdsWithoutMfa(statement['Condition']);
  return about === 'yes' && on === 'yes' && when ? 'yes' : 'doubt';
}

function reachOfAction(statement: PolicyElement, action: string): Reach {
  const actions = stringsOf(statement['Action']);
  const others = stringsOf(statement['NotAction']);
  if ((actions === undefined) === (others === undefined)) return 'doubt';
  const named = (actions ?? others ?? []).some((pattern) => covers(pattern, action));
  return named === (actions !== undefined) ? 'yes' : 'no';
}

function reachOfResource(statement: PolicyElement, resource: string, userName: string): Reach {
  const resources = stringsOf(statement['Resource']);
  const others = stringsOf(statement['NotResource']);
  if ((resources === undefined) === (others === undefined)) return 'doubt';
  const patterns = (resources ?? others ?? []).map((pattern) => pattern.replaceAll('${aws:username}', userName));
  const named = patterns.some((pattern) => covers(pattern, resource));
  if (named) return resources === undefined ? 'no' : 'yes';
  // A call on no resource of its own may still be matched by a narrower pattern, such as that of all devices.
  if (resource === '*' || patterns.some((pattern) => pattern.includes('${'))) return 'doubt';
  return resources === undefined ? 'yes' : 'no';
}

const OF_NO_MFA: readonly string[] = ['aws:multifactorauthpresent', 'aws:viaawsservice'];

/** The usual way to say "without MFA", which is how whoever enrols the first device is signed in. */
function holdsWithoutMfa(condition: unknown): boolean {
  if (!isElement(condition)) return false;
  const operators = Object.entries(condition);
  return (
    operators.length > 0 &&
    operators.every(
      ([operator, keys]) =>
        /^Bool(IfExists)?$/i.test(operator) &&
        isElement(keys) &&
        Object.entries(keys).every(
          ([key, values]) =>
            OF_NO_MFA.includes(key.toLowerCase()) && asList(values).every((value) => /^false$/i.test(String(value))),
        ),
    )
  );
}
