import { type Decision, wanted } from '../domain/decision.ts';
import { decide } from '../domain/decide.ts';
import { type Exemption, exemptionOf, isInForce } from '../domain/exemption.ts';
import { isPending } from '../domain/pending.ts';
import type { Posture } from '../domain/posture.ts';
import type { Rules } from '../domain/rules.ts';
import type { Standing } from '../domain/wave.ts';
import type { Services } from './ports.ts';

/**
 * The decision about one user, with the exemption if there is one. Whose it is matters only where a guard would have to
 * be put on and anybody is exempt at all: else IAM is not asked for the unique id.
 *
 * @param userId as a bulk read told it; undefined: IAM is asked
 * @param standing of the user in the wave; who is outside waits whether exempt or not
 */
export async function decideAmong(
  posture: Posture,
  rules: Rules,
  all: readonly Exemption[],
  userId: string | undefined,
  { exemptions, clock }: Pick<Services, 'exemptions' | 'clock'>,
  standing: Standing = 'in',
): Promise<Decision> {
  const decision = decide(posture, rules, undefined, standing);
  const now = clock.now();
  const anybody = all.some((exemption) => isInForce(exemption, now));
  const mustGuard = wanted(decision) !== undefined && isPending({ posture, decision });
  if (!mustGuard || !anybody) return decision;
  const id = userId ?? (await exemptions.userIdOf(posture.user));
  const exemption = id === undefined ? undefined : exemptionOf(id, all, now);
  return exemption === undefined ? decision : decide(posture, rules, { exemption, now }, standing);
}
