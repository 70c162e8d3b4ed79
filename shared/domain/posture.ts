import type { MfaDevice } from './mfa-device.ts';
import type { UserRef } from './user-ref.ts';

/** A fact that could not be read. It never counts as good, nor as a reason to act. `why` is the error's code. */
export type Unknown = { readonly kind: 'unknown'; readonly why: string };

/** `resetRequired`: the next sign-in has to change the password; left out where nobody told. */
export type Console =
  | { readonly kind: 'no-password' }
  | { readonly kind: 'password'; readonly createdAt: Date; readonly resetRequired?: boolean }
  | Unknown;

export type Devices = { readonly kind: 'devices'; readonly all: readonly MfaDevice[] } | Unknown;

/** Whether the guard is attached to the user. */
export type Guard = { readonly kind: 'attached' } | { readonly kind: 'not-attached' } | Unknown;

/** What is true of the user now, read live, nothing more. A deleted user is `gone`, not a user without a password. */
export type Posture =
  | { readonly kind: 'gone'; readonly user: UserRef }
  | {
      readonly kind: 'user';
      readonly user: UserRef;
      readonly console: Console;
      readonly devices: Devices;
      readonly guard: Guard;
    };

/** A password and no device, both seen: the state that the whole service is about. */
export function isOpen(posture: Posture): boolean {
  return (
    posture.kind === 'user' &&
    posture.console.kind === 'password' &&
    posture.devices.kind === 'devices' &&
    posture.devices.all.length === 0
  );
}
