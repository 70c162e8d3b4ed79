/** The guard's name, which never changes (docs/adr/0010); the policy stands at the path `/`. */
export const GUARD_NAME = 'aws-mfa-enforcer-guard';
