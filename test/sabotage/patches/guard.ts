import type { Patch } from '../patch.ts';

const STATEMENTS = 'shared/domain/guard-statements.ts';

const part = (name: string, from: string, to: string, why: string): Patch => ({
  name,
  why,
  file: STATEMENTS,
  from,
  to,
  tests: ['property/guard-document'],
});

/** The guard's document, whose properties a simulation proves. */
export const guard: readonly Patch[] = [
  part(
    'guard-on-own-user-only',
    "onOthers: { Effect: 'Deny',",
    "onOthers: { Effect: 'Allow',",
    'The second Deny is gone: without MFA an administrator can enrol a device for somebody else.',
  ),
  part(
    'guard-bool',
    'const WITHOUT_MFA = { BoolIfExists: { ...NO_MFA, ...NOT_THROUGH_A_SERVICE } }',
    'const WITHOUT_MFA = { Bool: NO_MFA, BoolIfExists: NOT_THROUGH_A_SERVICE }',
    'A call with a long-term access key, which carries no MFA key at all, passes.',
  ),
  part(
    'guard-hits-services',
    "{ 'aws:ViaAWSService': 'false' }",
    '{}',
    'What AWS does for a user who signed in with MFA is denied.',
  ),
  part(
    'guard-locks-out-of-enrolment',
    "['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices']",
    "['iam:GetAccountPasswordPolicy']",
    'The console cannot show the page on which a device is enrolled.',
  ),
  part(
    'guard-forgets-paths',
    '  `arn:${partition}:iam::*:user/*/\\${aws:username}`,\n',
    '',
    'A user at a path cannot enrol.',
  ),
  part(
    'guard-takes-malice-for-alice',
    '  `arn:${partition}:iam::*:user/\\${aws:username}`,',
    '  `arn:${partition}:iam::*:user/*\\${aws:username}`,',
    'alice can enrol a device for malice.',
  ),
  part(
    'guard-in-one-partition',
    'const ownUser = (partition: string) => [',
    "const ownUser = (_: string, partition = 'aws') => [",
    'In China and GovCloud nobody who is guarded can enrol.',
  ),
  part(
    'guard-lets-devices-go',
    "  'iam:EnableMFADevice',",
    "  'iam:DeactivateMFADevice',\n  'iam:EnableMFADevice',",
    'Without MFA a device can be taken off.',
  ),
];
