/** Whom a sweep guards: a password without a device, or, as AWS recommends it, whoever has a password. */
export type Scope = 'password-without-device' | 'every-password';

/**
 * What becomes of long-term access keys, which carry no MFA. `deny`: they stop with the guard. `allow`: they keep
 * working. `spare-in-use`: they keep working while one of them was used in the last 30 days.
 */
export type LongTermKeys = 'deny' | 'allow' | 'spare-in-use';

/** `two`: whoever has a device carries the *enrolled* guard, under which no further device is enrolled without MFA. */
export type Phases = 'one' | 'two';

/** `when-compliant`: the guard comes off once there is a device, or no password. */
export type ReleaseRule = 'never' | 'when-compliant';

/** What a decision follows beside what is true of the user. */
export type Rules = {
  readonly scope: Scope;
  readonly longTermKeys: LongTermKeys;
  readonly phases: Phases;
  readonly release: ReleaseRule;
};

/** As a stack is deployed of which nobody chose anything else. */
export const PLAIN_RULES: Rules = {
  scope: 'password-without-device',
  longTermKeys: 'deny',
  phases: 'one',
  release: 'never',
};

/** Days within which a key that was used counts as in use. */
export const KEY_IN_USE_DAYS = 30;

/** Whether a device that is enrolled changes which guard has to be carried, so that its event must not be lost. */
export const devicesChangeGuard = ({ phases, release }: Pick<Rules, 'phases' | 'release'>): boolean =>
  phases === 'two' || release === 'when-compliant';

/** The rules that were chosen; two phases reach whoever has a password, since who has a device carries a guard too. */
export const rulesOf = (rules: Rules): Rules =>
  rules.phases === 'two' ? { ...rules, scope: 'every-password' } : rules;
