import type { Patch } from '../patch.ts';

const DOCUMENT = 'shared/domain/guard-document.ts';

const part = (name: string, from: string, to: string, why: string): Patch => ({
  name,
  why,
  file: DOCUMENT,
  from,
  to,
  tests: ['property/guard-document'],
});

/** The guard's document, whose properties a simulation proves. */
export const guard: readonly Patch[] = [
  part(
    'guard-on-own-user-only',
    `        Effect: 'Deny',
        Action: ON_OWN_USER,`,
    `        Effect: 'Allow',
        Action: ON_OWN_USER,`,
    'The second Deny is gone: without MFA an administrator can enrol a device for somebody else.',
  ),
  part(
    'guard-bool',
    '  BoolIfExists: {',
    '  Bool: {',
    'A call with a long-term access key, which carries no MFA key at all, passes.',
  ),
  part(
    'guard-hits-services',
    "    'aws:ViaAWSService': 'false',\n",
    '',
    'What AWS does for a user who signed in with MFA is denied.',
  ),
  part(
    'guard-locks-out-of-enrolment',
    "'iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'",
    "'iam:GetAccountPasswordPolicy'",
    'The console cannot show the page on which a device is enrolled.',
  ),
  part(
    'guard-forgets-paths',
    ', `arn:${partition}:iam::*:user/*/\\${aws:username}`]',
    ']',
    'A user at a path cannot enrol.',
  ),
  part(
    'guard-takes-malice-for-alice',
    '[`arn:${partition}:iam::*:user/\\${aws:username}`',
    '[`arn:${partition}:iam::*:user/*\\${aws:username}`',
    'alice can enrol a device for malice.',
  ),
  part(
    'guard-in-one-partition',
    'export function guardDocument(partition: string): PolicyDocument {',
    "export function guardDocument(_: string, partition = 'aws'): PolicyDocument {",
    'In China and GovCloud nobody who is guarded can enrol.',
  ),
  part(
    'guard-lets-devices-go',
    "  'iam:EnableMFADevice',",
    "  'iam:DeactivateMFADevice',\n  'iam:EnableMFADevice',",
    'Without MFA a device can be taken off.',
  ),
];
