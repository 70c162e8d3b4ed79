import type { Decision, Fact, Reason } from './decision.ts';
import { type Exemption, isInForce } from './exemption.ts';
import type { MfaDevice, MfaDeviceKind } from './mfa-device.ts';
import type { Posture, Unknown } from './posture.ts';
import type { Scope } from './suspects.ts';

/**
 * Decides from what is true of a user now what must be done, and why. Total: every posture has a decision with at
 * least one reason. A fact that could not be read is never taken for a good one, nor for a reason to act.
 * The guard stays on whoever has it (docs/adr/0003): nothing here takes it off.
 *
 * @param scope `every-password`: the guard goes on a user with a device too, as AWS recommends it
 * @param spared what is known of an exemption of this very user; one that is not in force frees nobody
 */
export function decide(posture: Posture, scope: Scope = 'password-without-device', spared?: Spared): Decision {
  const decision = withoutExemption(posture, scope);
  const frees = decision.desired === 'guard' && spared !== undefined && isInForce(spared.exemption, spared.now);
  return frees ? exempt(decision, spared.exemption) : decision;
}

/** An exemption, and the moment at which it has to be in force. */
export type Spared = { readonly exemption: Exemption; readonly now: Date };

function withoutExemption(posture: Posture, scope: Scope): Decision {
  if (posture.kind === 'gone') return notApplicable({ code: 'user-gone' });
  if (posture.console.kind === 'unknown') return insufficientData('console', posture.console);
  if (posture.console.kind === 'no-password') return notApplicable({ code: 'no-password' });
  if (posture.devices.kind === 'unknown') return insufficientData('devices', posture.devices);

  return posture.devices.all.length === 0
    ? nonCompliant({ code: 'password-without-device' })
    : compliant({ code: 'device-present', kinds: kindsOf(posture.devices.all) }, scope);
}

const notApplicable = (reason: Reason): Decision => ({
  compliance: 'not-applicable',
  desired: 'as-is',
  reasons: [reason],
});

/** What would have to be done without it stays among the reasons. */
function exempt({ reasons }: Decision, { approver, reason, ticket, expiresAt, breakGlass }: Exemption): Decision {
  const named = ticket === undefined ? {} : { ticket };
  const why = { code: 'exempt', approver, reason, ...named, expiresAt, breakGlass } as const;
  return { compliance: 'not-applicable', desired: 'as-is', reasons: [why, ...reasons] };
}

const nonCompliant = (reason: Reason): Decision => ({
  compliance: 'non-compliant',
  desired: 'guard',
  reasons: [reason],
});

const compliant = (reason: Reason, scope: Scope): Decision => ({
  compliance: 'compliant',
  desired: scope === 'every-password' ? 'guard' : 'as-is',
  reasons: [reason],
});

const insufficientData = (fact: Fact, { why }: Unknown): Decision => ({
  compliance: 'insufficient-data',
  desired: 'as-is',
  reasons: [{ code: 'could-not-read', facts: [{ fact, why }] }],
});

const kindsOf = (devices: readonly MfaDevice[]): readonly MfaDeviceKind[] =>
  [...new Set(devices.map(({ kind }) => kind))].sort();
