import { decide } from '../domain/decide.ts';
import { type Decision, wanted } from '../domain/decision.ts';
import { after, maybeOn, type Step, stepsTo, stepsWithoutSlot } from '../domain/guard-steps.ts';
import type { Outcome } from '../domain/outcome.ts';
import { isPending, isUnlocking } from '../domain/pending.ts';
import { type AttachedGuard, guardsOn, type Posture } from '../domain/posture.ts';
import { PLAIN_RULES, type Rules } from '../domain/rules.ts';
import type { AttachAnswer, DetachAnswer, Services } from './ports.ts';

/** Before the second look at a user whom IAM says it does not know: a deletion may not be seen everywhere yet. */
const BEFORE_SECOND_LOOK_MS = 2_000;

type Needs = Pick<Services, 'postures' | 'enforcer' | 'clock'>;

/** Goes from what is to what is desired, and says what was done. Applied twice it is the same as once. */
export async function applyDecision(
  posture: Posture,
  decision: Decision,
  services: Needs,
  rules: Rules = PLAIN_RULES,
): Promise<Outcome> {
  const { clock } = services;
  const { user } = posture;
  const outcome = { user, decision, at: clock.now() };
  if (decision.desired === 'as-is') return { ...outcome, effect: 'already-so' };
  const maybe = maybeOn(posture, decision.desired);
  const steps = stepsTo(decision.desired, maybe);
  if (steps.length === 0) return { ...outcome, effect: 'already-so' };

  const end = await take(steps, maybe, posture, decision, services);
  const done = { ...outcome, at: clock.now() };
  const before = guardsOn(posture);
  switch (end.kind) {
    case 'there': {
      if (decision.desired === 'none') return { ...done, effect: 'released' };
      const inline = end.carried.every(({ by }) => by === 'inline') ? ({ inline: true } as const) : {};
      return before.length === 0
        ? { ...done, effect: 'applied', ...inline }
        : { ...done, effect: 'swapped', bare: end.bare, ...inline };
    }
    // In observe whoever carries a guard keeps it, whichever it is.
    case 'would': {
      const left = await unlocked(posture, services);
      if (left.length > 0) return { ...done, effect: 'already-so' };
      const from = end.from === undefined ? {} : { from: end.from };
      return { ...done, effect: 'would-apply', ...from, ...(before.length === 0 ? {} : { unlocked: true }) };
    }
    case 'quota-exceeded':
      return { ...done, effect: 'failed', failure: { code: 'quota-exceeded', quota: end.quota } };
    case 'no-such-entity':
      return userOrPolicyGone(done, services, rules);
  }
}

type End =
  | { readonly kind: 'there'; readonly carried: readonly AttachedGuard[]; readonly bare: boolean }
  | Extract<AttachAnswer, { kind: 'would' | 'quota-exceeded' | 'no-such-entity' }>;

/**
 * What the user carries still, where no guard may be put on yet. Nobody is kept from enrolling meanwhile: an *enrolled*
 * guard comes off whoever has no device, if that is allowed.
 */
async function unlocked(posture: Posture, { enforcer }: Needs): Promise<readonly AttachedGuard[]> {
  let carried = guardsOn(posture);
  if (!isUnlocking(posture)) return carried;
  for (const guard of carried.filter(({ kind }) => kind === 'enrolled')) {
    const { kind } = await enforcer.detach(posture.user, guard);
    if (kind !== 'would') carried = after(carried, { do: 'detach', guard });
  }
  return carried;
}

/** The steps one after the other; where no policy more can be attached, the way round that is left. */
async function take(
  steps: readonly Step[],
  maybe: readonly AttachedGuard[],
  { user }: Posture,
  decision: Decision,
  { enforcer }: Needs,
): Promise<End> {
  let left = [...steps];
  let carried = maybe;
  let bare = false;
  let isWayRound = false;
  for (let step = left.shift(); step !== undefined; step = left.shift()) {
    const answer: AttachAnswer | DetachAnswer = await enforcer[step.do](user, step.guard);
    if (answer.kind === 'would') return answer;
    if (answer.kind === 'quota-exceeded') {
      // The slot that was made was taken by somebody else: the inline policy that stands in stays.
      if (isWayRound && carried.some(({ by }) => by === 'inline')) return { kind: 'there', carried, bare };
      const kind = wanted(decision);
      const way =
        isWayRound || kind === undefined ? undefined : stepsWithoutSlot(kind, carried, enforcer.inlineFallback);
      if (way === undefined) return answer;
      ({ bare } = way);
      left = [...way.steps];
      isWayRound = true;
      continue;
    }
    if (answer.kind === 'no-such-entity') return answer;
    carried = after(carried, step);
  }
  return { kind: 'there', carried, bare };
}

/** IAM answers NoSuchEntity for a user who is gone and for a policy that is gone: only the user can be asked. */
async function userOrPolicyGone(
  outcome: Pick<Outcome, 'user' | 'decision' | 'at'>,
  { postures, enforcer, clock }: Needs,
  rules: Rules,
): Promise<Outcome> {
  await clock.sleep(BEFORE_SECOND_LOOK_MS);
  const again = await postures.read(outcome.user);
  const decision = decide(again, rules);
  const kind = wanted(decision);
  if (kind === undefined || !isPending({ posture: again, decision })) {
    return { ...outcome, decision, effect: 'already-so' };
  }
  return { ...outcome, effect: 'failed', failure: { code: 'guard-missing', guardArn: enforcer.arnOf(kind) } };
}
