import type { Account } from '../account.ts';
import { type Evidence, known, notKnown } from '../findings/evidence.ts';
import { parsePolicy, type PolicyElement, statementsOf } from '../findings/parse-policy.ts';
import type { AccountDetails, AccountUser, PolicyText } from '../inventory.ts';
import type { Unknown } from '../posture.ts';
import { type EnrolmentAction, enrolmentActions } from './enrolment.ts';
import { reachOf } from './statement-reach.ts';

/**
 * What stands between a user and enrolling beside the guard: the permissions boundary, or a Deny of the user's own or of
 * a group. `certain` is false where the text cannot be judged. Session policies and those of the organisation are not
 * the user's: they are not read.
 */
export type Obstacle = {
  readonly how: 'boundary' | 'deny';
  /** ARN of the policy, or `an inline policy`, or the group's name. */
  readonly by: string;
  readonly actions: readonly string[];
  readonly certain: boolean;
};

type Statements = readonly PolicyElement[] | undefined;
type Source = { readonly by: string; readonly statements: Statements };

/** The obstacles of a user; the guard itself is none. */
export function obstaclesIn(
  details: AccountDetails | Unknown,
  account: Account,
  guardArn: string,
): (user: AccountUser | undefined) => Evidence<readonly Obstacle[]> {
  if (details.kind === 'unknown') return () => notKnown('account', details.why);
  const policies = new Map(details.policies.map(({ arn, document }) => [arn, parsed(document)]));
  const sourcesOf = ({
    attachedPolicies,
    inlinePolicies,
  }: Pick<AccountUser, 'attachedPolicies' | 'inlinePolicies'>) => [
    ...attachedPolicies.filter((arn) => arn !== guardArn).map((arn) => ({ by: arn, statements: policies.get(arn) })),
    ...inlinePolicies.map((document) => ({ by: 'an inline policy', statements: parsed(document) })),
  ];
  const groups = new Map(details.groups.map((group) => [group.groupName, sourcesOf(group)]));
  return (user) => {
    if (user === undefined) return notKnown('user', 'NotInAccountDetails');
    const actions = enrolmentActions(account, user);
    const ofGroups = user.groups.flatMap((name) => groups.get(name) ?? [{ by: name, statements: undefined }]);
    const denies = [...sourcesOf(user), ...ofGroups].flatMap((source) => denied(source, actions, user.userName));
    const { boundary } = user;
    if (boundary === undefined) return known(denies);
    const bounds = { by: boundary, statements: policies.get(boundary) };
    return known([...bounded(bounds, actions, user.userName), ...denies]);
  };
}

function parsed(text: PolicyText): Statements {
  const document = parsePolicy(text);
  return document && statementsOf(document);
}

type Verdict = 'open' | 'closed' | 'doubt';

function denied(source: Source, actions: readonly EnrolmentAction[], userName: string): readonly Obstacle[] {
  return obstacles('deny', source, actions, (statements, action) => denyIn(statements, action, userName));
}

/** A boundary allows nothing that it does not name. */
function bounded(source: Source, actions: readonly EnrolmentAction[], userName: string): readonly Obstacle[] {
  return obstacles('boundary', source, actions, (statements, action) => {
    const deny = denyIn(statements, action, userName);
    if (deny === 'closed') return 'closed';
    const allows = statements.filter(({ Effect }) => Effect === 'Allow').map((one) => reachOf(one, action, userName));
    if (allows.includes('yes')) return deny;
    return allows.includes('doubt') ? 'doubt' : 'closed';
  });
}

function denyIn(statements: readonly PolicyElement[], action: EnrolmentAction, userName: string): Verdict {
  const reaches = statements.filter(({ Effect }) => Effect !== 'Allow').map((one) => reachOf(one, action, userName));
  if (reaches.includes('yes')) return 'closed';
  return reaches.includes('doubt') ? 'doubt' : 'open';
}

function obstacles(
  how: Obstacle['how'],
  { by, statements }: Source,
  actions: readonly EnrolmentAction[],
  judge: (statements: readonly PolicyElement[], action: EnrolmentAction) => Verdict,
): readonly Obstacle[] {
  const all = actions.map(({ action }) => action);
  if (statements === undefined) return [{ how, by, actions: all, certain: false }];
  const verdicts = actions.map((one) => ({ action: one.action, verdict: judge(statements, one) }));
  return (['closed', 'doubt'] as const).flatMap((verdict) => {
    const some = verdicts.filter((one) => one.verdict === verdict).map(({ action }) => action);
    return some.length === 0 ? [] : [{ how, by, actions: some, certain: verdict === 'closed' }];
  });
}
