import type { Decision } from '../domain/decision.ts';
import { GuardMissingError, InsufficientDataError } from '../domain/errors.ts';
import type { UserEvent } from '../domain/mfa-event.ts';
import type { Outcome } from '../domain/outcome.ts';
import { storyOf, tellingOf } from '../domain/telling.ts';
import { decideAmong } from './decide-exempt.ts';
import { enforceDecision } from './enforce-decision.ts';
import type { Services } from './ports.ts';
import { readFreshPosture } from './read-fresh-posture.ts';
import { tellOnce } from './tell-once.ts';

/**
 * What happened to a user's sign-in becomes what was done about it. Throws, with the outcome told as far as it can be,
 * when a later attempt or a human has to finish: StaleReadError, InsufficientDataError, GuardMissingError.
 */
export async function evaluateUser(happened: UserEvent, services: Services): Promise<Outcome> {
  const { posture, exemptions, standing, noLongerTrue } = await readFreshPosture(happened, services);
  const { rules } = services;
  const decided = await decideAmong(posture, rules, exemptions, undefined, services, standing);
  const decision = noLongerTrue ? withUndone(decided, happened) : decided;
  const outcome = { ...(await enforceDecision(posture, decision, services, rules)), happenedAt: happened.at };
  services.log.info('Evaluated', { outcome, event: happened.kind });
  await tellOutcome(outcome, happened, services); // after the guard is on: nothing that is told delays it
  return finished(outcome);
}

const withUndone = (decision: Decision, { kind }: UserEvent): Decision => ({
  ...decision,
  reasons: [...decision.reasons, { code: 'no-longer-true', event: kind }],
});

async function tellOutcome(outcome: Outcome, happened: UserEvent, services: Services): Promise<void> {
  const kind = storyOf(outcome, happened);
  if (kind === undefined) return;
  const compose = async () => {
    const details = await services.details.read(outcome.user, kind === 'user-guarded' ? happened.at : undefined);
    return { kind, account: services.account, happened, outcome, details };
  };
  await tellOnce(tellingOf(kind, outcome, happened), compose, services);
}

function finished(outcome: Outcome): Outcome {
  if (outcome.decision.compliance === 'insufficient-data') throw new InsufficientDataError(outcome);
  if (outcome.effect === 'failed' && outcome.failure.code === 'guard-missing') {
    throw new GuardMissingError(outcome.user, outcome.failure.guardArn);
  }
  return outcome;
}
