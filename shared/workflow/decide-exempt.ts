import type { Decision } from '../domain/decision.ts';
import { decide } from '../domain/decide.ts';
import { type Exemption, exemptionOf, isInForce } from '../domain/exemption.ts';
import type { Posture } from '../domain/posture.ts';
import type { Scope } from '../domain/suspects.ts';
import type { Services } from './ports.ts';

type Needs = Pick<Services, 'exemptions' | 'clock'>;

/**
 * The decision about one user, with the exemption if there is one. Asked only where the guard would have to be put on:
 * whoever is fine, or carries it, costs no call more; and IAM is asked whose it is only where anybody is exempt at all.
 */
export async function decideLive(posture: Posture, { exemptions, clock }: Needs): Promise<Decision> {
  const decision = decide(posture);
  if (!wantsGuard(posture, decision)) return decision;
  const { all } = await exemptions.read();
  return decideAmong(posture, 'password-without-device', all, undefined, { exemptions, clock });
}

/** The same of one user among many, for whom the exemptions were read once. `userId`: as a bulk read told it. */
export async function decideAmong(
  posture: Posture,
  scope: Scope,
  all: readonly Exemption[],
  userId: string | undefined,
  { exemptions, clock }: Needs,
): Promise<Decision> {
  const decision = decide(posture, scope);
  const now = clock.now();
  const anybody = all.some((exemption) => isInForce(exemption, now));
  if (!wantsGuard(posture, decision) || !anybody) return decision;
  const id = userId ?? (await exemptions.userIdOf(posture.user));
  const exemption = id === undefined ? undefined : exemptionOf(id, all, now);
  return exemption === undefined ? decision : decide(posture, scope, { exemption, now });
}

const wantsGuard = (posture: Posture, { desired }: Decision) =>
  desired === 'guard' && !(posture.kind === 'user' && posture.guard.kind === 'attached');
