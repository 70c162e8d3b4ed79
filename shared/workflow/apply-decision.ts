import { assertNever } from '../domain/assert-never.ts';
import { decide } from '../domain/decide.ts';
import type { Decision } from '../domain/decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Posture } from '../domain/posture.ts';
import type { Scope } from '../domain/suspects.ts';
import type { Services } from './ports.ts';

/** Before the second look at a user whom IAM says it does not know: a deletion may not be seen everywhere yet. */
const BEFORE_SECOND_LOOK_MS = 2_000;

type Needs = Pick<Services, 'postures' | 'enforcer' | 'clock'>;

/** Goes from what is to what is desired, and says what was done. Applied twice it is the same as once. */
export async function applyDecision(
  posture: Posture,
  decision: Decision,
  services: Needs,
  scope: Scope = 'password-without-device',
): Promise<Outcome> {
  const { enforcer, clock } = services;
  const outcome = { user: posture.user, decision, at: clock.now() };
  if (decision.desired === 'as-is' || isGuarded(posture)) return { ...outcome, effect: 'already-so' };

  const answer = await enforcer.attach(posture.user);
  const done = { ...outcome, at: clock.now() };
  switch (answer.kind) {
    case 'attached':
      return { ...done, effect: 'applied' };
    case 'would-attach':
      return { ...done, effect: 'would-apply' };
    case 'quota-exceeded':
      return { ...done, effect: 'failed', failure: { code: 'quota-exceeded', quota: answer.quota } };
    case 'no-such-entity':
      return userOrPolicyGone(done, services, scope);
    default:
      return assertNever(answer);
  }
}

/** IAM answers NoSuchEntity for a user who is gone and for a policy that is gone: only the user can be asked. */
async function userOrPolicyGone(
  outcome: Pick<Outcome, 'user' | 'decision' | 'at'>,
  { postures, enforcer, clock }: Needs,
  scope: Scope,
): Promise<Outcome> {
  await clock.sleep(BEFORE_SECOND_LOOK_MS);
  const again = await postures.read(outcome.user);
  const decision = decide(again, scope);
  if (decision.desired === 'as-is' || isGuarded(again)) return { ...outcome, decision, effect: 'already-so' };
  return { ...outcome, effect: 'failed', failure: { code: 'guard-missing', guardArn: enforcer.guardArn } };
}

const isGuarded = (posture: Posture) => posture.kind === 'user' && posture.guard.kind === 'attached';
