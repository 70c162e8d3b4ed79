import { type Decision, type Desired, type Fact, type Reason, wanted } from './decision.ts';
import { type Exemption, isInForce } from './exemption.ts';
import { kindFor } from './guard-for.ts';
import type { MfaDevice, MfaDeviceKind } from './mfa-device.ts';
import { guardsOn, misfits, type Posture, type Unknown } from './posture.ts';
import { PLAIN_RULES, type Rules } from './rules.ts';
import type { Standing } from './wave.ts';

/**
 * Decides from what is true of a user now what must be done, and why. Total: every posture has a decision with at
 * least one reason. A fact that could not be read is never taken for a good one, nor for a reason to act.
 * The guard stays on whoever has it (docs/adr/0003) unless the rules release; it may have to be changed for another.
 *
 * @param spared what is known of an exemption of this very user; one that is not in force frees nobody
 * @param standing who is outside the wave waits for the first guard, and for nothing else
 */
export function decide(
  posture: Posture,
  rules: Rules = PLAIN_RULES,
  spared?: Spared,
  standing: Standing = 'in',
): Decision {
  const decision = withoutExemption(posture, rules);
  const frees = wanted(decision) !== undefined && spared !== undefined && isInForce(spared.exemption, spared.now);
  if (frees) return exempt(posture, decision, spared.exemption);
  return standing === 'outside' ? withoutFirstGuard(posture, decision) : decision;
}

/** Who carries a guard, or may, is decided as everybody is. */
function withoutFirstGuard(posture: Posture, decision: Decision): Decision {
  const isFirst = posture.kind === 'user' && posture.guard.kind === 'not-attached';
  if (!isFirst || wanted(decision) === undefined) return decision;
  return { ...decision, desired: 'as-is', reasons: [{ code: 'not-in-wave' }, ...decision.reasons] };
}

/** An exemption, and the moment at which it has to be in force. */
export type Spared = { readonly exemption: Exemption; readonly now: Date };

function withoutExemption(posture: Posture, rules: Rules): Decision {
  if (posture.kind === 'gone') return notApplicable({ code: 'user-gone' });
  if (posture.console.kind === 'unknown') return insufficientData('console', posture.console);
  if (posture.console.kind === 'no-password') return notApplicable({ code: 'no-password' }, released(posture, rules));
  if (posture.devices.kind === 'unknown') return insufficientData('devices', posture.devices);

  const { all } = posture.devices;
  return all.length === 0
    ? nonCompliant({ code: 'password-without-device' }, kindFor(posture, 'no-device', rules))
    : compliant({ code: 'device-present', kinds: kindsOf(all) }, whenEnrolled(posture, rules));
}

type User = Extract<Posture, { kind: 'user' }>;

function whenEnrolled(posture: User, rules: Rules): Desired {
  if (rules.release === 'when-compliant') return released(posture, rules);
  const kind = kindFor(posture, 'device', rules);
  if (rules.scope === 'every-password' || rules.phases === 'two') return kind;
  return misfits(posture, kind) ? kind : 'as-is';
}

const released = (posture: User, { release }: Rules): Desired =>
  release === 'when-compliant' && guardsOn(posture).length > 0 ? 'none' : 'as-is';

const notApplicable = (reason: Reason, desired: Desired = 'as-is'): Decision => ({
  compliance: 'not-applicable',
  desired,
  reasons: [reason],
});

/** What would have to be done without it stays among the reasons, and a guard that is there has to be the right one. */
function exempt(posture: Posture, decision: Decision, exemption: Exemption): Decision {
  const { approver, reason, ticket, expiresAt, breakGlass } = exemption;
  const named = ticket === undefined ? {} : { ticket };
  const why = { code: 'exempt', approver, reason, ...named, expiresAt, breakGlass } as const;
  const kind = wanted(decision);
  const desired = kind !== undefined && misfits(posture, kind) ? kind : 'as-is';
  return { compliance: 'not-applicable', desired, reasons: [why, ...decision.reasons] };
}

const nonCompliant = (reason: Reason, desired: Desired): Decision => ({
  compliance: 'non-compliant',
  desired,
  reasons: [reason],
});

const compliant = (reason: Reason, desired: Desired): Decision => ({
  compliance: 'compliant',
  desired,
  reasons: [reason],
});

const insufficientData = (fact: Fact, { why }: Unknown): Decision => ({
  compliance: 'insufficient-data',
  desired: 'as-is',
  reasons: [{ code: 'could-not-read', facts: [{ fact, why }] }],
});

const kindsOf = (devices: readonly MfaDevice[]): readonly MfaDeviceKind[] =>
  [...new Set(devices.map(({ kind }) => kind))].sort();
