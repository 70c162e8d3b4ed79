import { runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Law } from './guard-laws.ts';
import {
  type Caller,
  callersOf,
  isEnrolment,
  openRequests,
  type Request,
  SESSIONS,
  type Session,
  tellingRequests,
} from './guard-requests.ts';

/** A policy document as a test may bend it. */
export type Document = { Version: string; Statement: Statement[] };

export type Statement = {
  /** Inline texts have none, until a test gives them some. */
  Sid?: string;
  Effect: string;
  Action?: string | string[];
  NotAction?: string[];
  Resource?: string | string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, string>>;
};

const ADMINISTRATOR = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const NO_GUARD = { Version: '2012-10-17', Statement: [] };

/** What the user has beside the guard. */
export type Rights = 'administrator' | 'none';

export function simulationOf(guard: unknown, rights: Rights, caller: Caller, session: Session, request: Request) {
  return {
    request: {
      principal: `arn:${caller.partition}:iam::111111111111:user${caller.path}${caller.name}`,
      action: request.action,
      resource: { resource: request.resource, accountId: '111111111111' },
      contextVariables: {
        'aws:username': caller.name,
        ...(session.mfa === undefined ? {} : { 'aws:MultiFactorAuthPresent': session.mfa }),
        ...(session.via === undefined ? {} : { 'aws:ViaAWSService': session.via }),
      },
    },
    identityPolicies: [
      { name: 'guard', policy: guard },
      ...(rights === 'administrator' ? [{ name: 'rights', policy: ADMINISTRATOR }] : []),
    ],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  } satisfies Simulation;
}

export function isAllowed(guard: unknown, rights: Rights, caller: Caller, session: Session, request: Request): boolean {
  return runUnsafeSimulation(simulationOf(guard, rights, caller, session, request), {}) === 'Allowed';
}

/** An administrator may do what is open, and everything where the guard has no say; nobody gains a right but to enrol. */
function shouldBeAllowed(law: Law, rights: Rights, caller: Caller, session: Session, request: Request): boolean {
  if (law.isGuarded(session) && !law.isOpen(caller, request)) return false;
  if (rights === 'administrator') return true;
  return isEnrolment(caller, request) && request.action !== 'sts:GetSessionToken'; // needs no permission: none is granted
}

/** Each request that is decided otherwise than it should be, in words; lazily, since one is enough for a mutant. */
export function* violations(
  guard: unknown,
  law: Law,
  rights: Rights,
  callers: readonly Caller[],
  sessions: readonly Session[],
  requestsOf: (caller: Caller) => readonly Request[],
): Generator<string> {
  for (const caller of callers) {
    for (const request of requestsOf(caller)) {
      for (const session of sessions) {
        const allowed = isAllowed(guard, rights, caller, session, request);
        if (allowed === shouldBeAllowed(law, rights, caller, session, request)) continue;
        // Some services ask their own policies too (a key's, a role's): what is denied without a guard it did not take.
        if (!allowed && !isEnrolment(caller, request) && !isAllowed(NO_GUARD, rights, caller, session, request))
          continue;
        const who = `${caller.path}${caller.name} (${rights}), session ${session.name}`;
        yield `${who}: ${request.action} on ${request.resource} is ${allowed ? 'allowed' : 'denied'}`;
      }
    }
  }
}

const [PLAIN, , ODD] = callersOf('aws') as [Caller, Caller, Caller];
const DOCUMENTED = SESSIONS.slice(0, 4);

/** What tells a mutant: what tells most first, so that it dies early. */
export function* noticed(mutant: Document, law: Law): Generator<string> {
  yield* violations(mutant, law, 'administrator', [ODD], DOCUMENTED.slice(0, 1), tellingRequests);
  yield* violations(mutant, law, 'none', [ODD], DOCUMENTED.slice(0, 3), (caller) =>
    tellingRequests(caller).slice(0, 12),
  );
  yield* violations(mutant, law, 'administrator', [ODD], SESSIONS.slice(1), tellingRequests);
  yield* violations(mutant, law, 'none', [ODD], DOCUMENTED.slice(0, 3), tellingRequests);
  yield* violations(mutant, law, 'administrator', [PLAIN], DOCUMENTED, tellingRequests);
  yield* violations(mutant, law, 'none', [PLAIN], DOCUMENTED.slice(0, 1), openRequests);
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** What no simulation shows: faults of the text. */
export function faultsOfText({ Version, Statement }: Document): readonly string[] {
  const actions = Statement.flatMap(({ Action, NotAction }) => [...listed(Action), ...listed(NotAction)]);
  const granted = Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => listed(Action));
  const resourcesOf = (action: string) =>
    Statement.filter(({ Action }) => listed(Action).includes(action)).flatMap(({ Resource }) => listed(Resource));
  return [
    // Under the older version policy variables are plain text, and nobody could enrol.
    ...(Version === '2012-10-17' ? [] : [`the version is ${Version}`]),
    ...(actions.some((action) => /[*?]/.test(action)) ? ['an action has a wildcard'] : []),
    ...(new Set(granted).size === granted.length ? [] : ['an action is granted twice']),
    // An inline text grants it together with what is granted on the own user, which is no device.
    ...(resourcesOf('iam:CreateVirtualMFADevice').every((resource) => /:mfa\/\*$|\$\{aws:username\}$/.test(resource))
      ? []
      : ['devices are created on more than mfa/*']),
    ...(resourcesOf('iam:ListVirtualMFADevices').includes('*') ? [] : ['lookups are not granted on *']),
  ];
}
