import type { Compliance, Desired } from '../../shared/domain/decision.ts';
import { daysSince } from '../../shared/domain/findings/days.ts';
import type { Evidence } from '../../shared/domain/findings/evidence.ts';
import type { FindingContext } from '../../shared/domain/findings/finding-context.ts';
import type { UserFacts } from '../../shared/domain/findings/user-facts.ts';
import { kindFor } from '../../shared/domain/guard-for.ts';
import { keysIn } from '../../shared/domain/misfits.ts';
import { guardOf } from '../../shared/domain/posture.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import type { MfaDeviceKind } from '../../shared/domain/mfa-device.ts';

export type Known<T> = T | 'unknown';

/** `not-read`: there is a device; what kind and how many was not asked, or told in part (`virtual`). */
export type DevicesShown =
  | { readonly kind: 'listed'; readonly kinds: readonly MfaDeviceKind[] }
  | { readonly kind: 'not-read'; readonly virtual: Known<number> }
  | { readonly kind: 'none-in-report' }
  | { readonly kind: 'unknown'; readonly why: string };

/** A user with a password, as the audit shows it. */
export type UserLine = {
  readonly userName: string;
  readonly arn: string;
  readonly password: Known<boolean>;
  readonly passwordLastUsed: Known<Date | 'never'>;
  readonly devices: DevicesShown;
  readonly privileged: Known<boolean>;
  readonly privilegedBy: string | undefined;
  readonly guarded: Known<boolean>;
  /** Access keys used in the last 30 days. */
  readonly keysInUse: Known<number>;
  readonly compliance: Compliance;
  /** `as-is`, or the guard that has to be carried. */
  readonly desired: Desired;
};

export function toUserLine(user: UserFacts, { now, settings }: FindingContext, rules: Rules): UserLine {
  const rights = valueOf(user.rights);
  const keys = valueOf(user.keys);
  const compliance = complianceOf(user);
  return {
    userName: user.userName,
    arn: user.arn,
    password: valueOf(user.hasPassword),
    passwordLastUsed: user.row === undefined ? 'unknown' : (user.row.passwordLastUsed ?? 'never'),
    devices: devicesOf(user),
    privileged: rights === 'unknown' ? rights : rights.privilegedBy !== undefined,
    privilegedBy: rights === 'unknown' ? undefined : rights.privilegedBy,
    guarded: valueOf(user.isGuarded),
    keysInUse:
      keys === 'unknown'
        ? keys
        : keys.filter(
            ({ active, lastUsed }) =>
              active && lastUsed !== undefined && daysSince(lastUsed, now) <= settings.recentKeyDays,
          ).length,
    compliance,
    desired: compliance === 'non-compliant' ? kindFor(postureOf(user, now), 'no-device', rules) : 'as-is',
  };
}

const postureOf = ({ guards, row }: UserFacts, now: Date) => ({
  guard: guards.kind === 'known' ? guardOf(guards.value) : { kind: 'unknown' as const, why: guards.why },
  keys: keysIn(row, now),
});

/** Who has to be looked at first, then by name. */
export function byUrgency(one: UserLine, other: UserLine): number {
  return urgency(one) - urgency(other) || (one.userName < other.userName ? -1 : 1);
}

function urgency({ compliance, guarded }: UserLine): number {
  if (compliance === 'non-compliant') return guarded === true ? 2 : 0;
  return compliance === 'insufficient-data' ? 1 : 3;
}

/** What `decide` says of the same facts; live reads go before bulk ones. */
function complianceOf({ hasPassword, hasNoDevice }: UserFacts): Compliance {
  if (hasPassword.kind === 'not-known') return 'insufficient-data';
  if (!hasPassword.value) return 'not-applicable';
  if (hasNoDevice.kind === 'not-known') return 'insufficient-data';
  return hasNoDevice.value ? 'non-compliant' : 'compliant';
}

function devicesOf({ devices }: UserFacts): DevicesShown {
  if (devices.kind === 'not-known') return { kind: 'unknown', why: devices.why };
  const { value } = devices;
  return value.kind === 'bulk' ? { kind: 'not-read', virtual: value.virtual ?? 'unknown' } : value;
}

const valueOf = <T>(evidence: Evidence<T>): Known<T> => (evidence.kind === 'known' ? evidence.value : 'unknown');
