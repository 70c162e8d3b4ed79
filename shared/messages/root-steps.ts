/**
 * Root's MFA can be set by a human in the console only.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html}
 */
export const ROOT_STEPS: readonly string[] = [
  'No API and no CLI can give the root user an MFA device: this service can only tell. A human has to do it:',
  '  1. Sign in to the console as the root user, with the e-mail address of the account.',
  '  2. Open the account menu at the top right and choose "Security credentials".',
  '  3. Under "Multi-factor authentication (MFA)" choose "Assign MFA device" and give it a name.',
  '  4. Choose "Passkey or security key" (FIDO2): it cannot be phished.',
  '     An authenticator app is second best.',
  '  5. Follow the page, then add a second device as a backup and keep it in another place.',
  '  6. Sign out, and lock the root credentials away: daily work needs none.',
];

export const ROOT_NOT_YOU: readonly string[] = [
  'If nobody of you did this, the root credentials are in foreign hands:',
  '  1. Change the root password, remove devices and access keys that you do not know.',
  '  2. Look in CloudTrail at everything the root user did since then.',
  '  3. Open a case with AWS Support for a compromised account.',
  'In AWS Organizations, root credentials of member accounts can be removed centrally, once for all.',
];
