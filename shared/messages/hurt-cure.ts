import type { HurtCode } from '../domain/plan/plan.ts';

const EXEMPT = 'Until then an exemption with an end spares the user: mfa-enforcer exempt.';

/** What to do beforehand, once for all whom it hurts so. */
export const CURES: Readonly<Record<HurtCode, string>> = {
  'key-in-use': `Move what uses the key to a role, best one taken by OIDC or an instance profile. ${EXEMPT} Or deploy with LongTermKeys=spare-in-use, which spares it while it is in use, or allow, which denies no key; neither goes with Phases=two.`,
  'key-spared': 'Move what uses the key to a role: whoever holds it needs no MFA until then.',
  'service-credential': `Use a role instead (git-remote-codecommit, SigV4 for Keyspaces, short-term keys for Bedrock). ${EXEMPT}`,
  'smtp-user': `Take the console password off a user who only sends mail: without one nobody is guarded. ${EXEMPT}`,
  'signing-certificate': `Delete the certificates if nothing uses them, else move what does to a role. ${EXEMPT}`,
  deployer: 'Deploy by a role, which the guard does not touch, or enrol a device and deploy in a session with MFA.',
  'break-glass':
    'Enrol a device now, best two passkeys kept apart, or exempt the user as break-glass: mfa-enforcer exempt.',
  'last-administrator': 'Let an administrator enrol a device before the switch; then make the plan again.',
  'policy-quota':
    'Take a managed policy off the user (a group can carry it), have the quota raised, or deploy with InlineFallback=on (docs/policy.md tells what that gives away).',
  'enrolment-blocked':
    'Let the policy leave these actions open without MFA, or take the console password off the user.',
  'enrolment-hindered':
    'Read the policy: these actions are what a user without MFA needs to sign in and enrol. Organisations’ policies are not read here at all.',
  'password-change': 'Tell the user: sign in, change the password, enrol. Nothing else is needed.',
  'not-judged':
    'Look at it by hand, or let it be read (docs/cli.md has the policy) and make the plan again. A snapshot knows more when it is made by audit --deep --json.',
  'way-in-not-judged': 'Let it be read and make the plan again, or see to it that an administrator has a device.',
  'name-unknown': 'Correct the option: who is misspelt is not looked after.',
};
