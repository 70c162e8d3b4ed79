/** `passkey` is phishing-resistant (FIDO2: passkey or security key), the others are not. */
export type MfaDeviceKind = 'virtual' | 'passkey' | 'hardware-totp';

export type MfaDevice = {
  readonly serial: string;
  readonly kind: MfaDeviceKind;
  readonly enabledAt: Date;
};

/**
 * Tells the kinds apart by the serial number that ListMFADevices gives: `arn:…:mfa/name` is virtual,
 * `arn:…:u2f/user/…` a passkey or security key, a bare serial a hardware TOTP token.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html}
 */
export function deviceKindOf(serial: string): MfaDeviceKind {
  if (/^arn:[^:]+:iam::\d*:u2f\//.test(serial)) return 'passkey';
  if (/^arn:[^:]+:iam::\d*:mfa\//.test(serial)) return 'virtual';
  return 'hardware-totp';
}
