import type { Account } from '../domain/account.ts';
import { securityCredentialsLink } from './console-links.ts';

/**
 * What a guarded user does to get out of it, for each kind of device. The guard leaves every one of these open.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable.html}
 */
export function enrolmentSteps(account: Account, userName: string): readonly string[] {
  const serial = `arn:${account.partition}:iam::${account.id}:mfa/${userName}`;
  return [
    'In the console (any kind of device):',
    `  1. Sign in as ${userName}, change the password if you are asked to, and open`,
    `     ${securityCredentialsLink(account)}`,
    '  2. Under "Multi-factor authentication (MFA)" choose "Assign MFA device" and give it a name.',
    '  3. Choose the kind and follow the page:',
    '     - Passkey or security key (FIDO2): cannot be phished. The best choice;',
    '       administrators should have one.',
    '     - Authenticator app: scan the QR code, enter two codes in a row.',
    '     - Hardware TOTP token: enter the serial number on its back and two codes in a row.',
    '  4. Sign out and in again with MFA: a session opened before stays without it.',
    '  5. Add a second device of another kind as a backup.',
    '',
    'With the AWS CLI (authenticator app; passkeys can be enrolled in the console only):',
    `  aws iam create-virtual-mfa-device --virtual-mfa-device-name ${userName} \\`,
    '    --outfile mfa-qr.png --bootstrap-method QRCodePNG',
    `  aws iam enable-mfa-device --user-name ${userName} \\`,
    `    --serial-number ${serial} \\`,
    '    --authentication-code1 FIRST --authentication-code2 SECOND',
    '  aws sts get-session-token --token-code CODE \\',
    `    --serial-number ${serial}`,
    'A hardware TOTP token: the second command alone, with the serial number on its back.',
    'EntityAlreadyExists means that an enrolment was broken off: take another device name.',
  ];
}
