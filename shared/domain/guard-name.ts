/**
 * The three texts of the guard. `guard`: without MFA only signing in and enrolling. `keys-allowed`: the same, but
 * long-term access keys keep working. `enrolled`: for who has a device; without MFA nothing can be enrolled either.
 */
export type GuardKind = 'guard' | 'keys-allowed' | 'enrolled';

/** The names of the managed policies, which never change (docs/adr/0010); they stand at the path `/`. */
export const GUARD_NAMES: Readonly<Record<GuardKind, string>> = {
  guard: 'aws-mfa-enforcer-guard',
  'keys-allowed': 'aws-mfa-enforcer-guard-keys-allowed',
  enrolled: 'aws-mfa-enforcer-guard-enrolled',
};

/** The name of `guard`, and of the inline policy that stands in for any of the three. */
export const GUARD_NAME = GUARD_NAMES.guard;

export const GUARD_KINDS: readonly GuardKind[] = ['guard', 'keys-allowed', 'enrolled'];

/** The ARN of a guard: all three stand beside `guard`, whose ARN is given. */
export const guardArnOf = (guardArn: string, kind: GuardKind): string =>
  kind === 'guard' ? guardArn : guardArn.slice(0, guardArn.lastIndexOf('/') + 1) + GUARD_NAMES[kind];
