import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, type Call } from './scp-requests.ts';

/** A policy document as a test may bend it. */
export type Scp = { Version: string; Statement: ScpStatement[] };

export type ScpStatement = {
  Sid: string;
  Effect: string;
  Action?: string[];
  NotAction?: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
};

const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };
const FULL = { Version: '2012-10-17', Statement: [EVERYTHING] };

/** What an administrator would be without the service control policy. */
export const NO_SCP: Scp = { Version: '2012-10-17', Statement: [] };

/**
 * How it ends when somebody with all rights in the account tries, under FullAWSAccess and this service control policy.
 * What a role's trust or a key's own policy has to say besides is left out: that is no more than an implicit denial.
 */
export const outcomeOf = (scp: Scp, principal: string, call: Call) =>
  runUnsafeSimulation(
    {
      request: {
        principal,
        action: call.action,
        resource: { resource: call.resource, accountId: ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': principal, ...call.context },
      },
      identityPolicies: [{ name: 'administrator', policy: FULL }],
      serviceControlPolicies: [
        {
          orgIdentifier: 'account',
          policies: [
            { name: 'FullAWSAccess', policy: FULL },
            ...(scp.Statement.length === 0 ? [] : [{ name: 'scp', policy: scp }]),
          ],
        },
      ],
      resourceControlPolicies: [],
    },
    {},
  );

export const mayDo = (scp: Scp, principal: string, call: Call): boolean =>
  outcomeOf(scp, principal, call) !== 'ExplicitlyDenied';

/** A call and whether one who is not spared should be able to make it; `spared` for those who should be able anyway. */
export type Expected = { readonly call: Call; readonly open: boolean; readonly sparesNobody?: true };

/** Each call that is decided otherwise than it should be, in words; lazily, since one is enough for a mutant. */
export function* faultsOf(
  scp: Scp,
  people: { readonly spared: readonly string[]; readonly others: readonly string[] },
  expected: readonly Expected[],
): Generator<string> {
  for (const { call, open, sparesNobody } of expected) {
    // What is open to all others is open to the spared: the document only ever exempts them.
    for (const principal of [...people.others, ...(open ? [] : people.spared)]) {
      const should = open || (people.spared.includes(principal) && sparesNobody === undefined);
      if (mayDo(scp, principal, call) === should) continue;
      yield `${principal} ${should ? 'may not' : 'may'} ${call.action} on ${call.resource}`;
    }
  }
}
