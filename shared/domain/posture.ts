import type { GuardKind } from './guard-name.ts';
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

/** A guard on a user: which text, and how. `edited`: an inline policy of the guard's name that says something else. */
export type AttachedGuard = { readonly kind: GuardKind | 'edited'; readonly by: 'managed' | 'inline' };

/** The guards that the user carries; more than one only between two steps of a change. */
export type Guard =
  | { readonly kind: 'attached'; readonly all: readonly [AttachedGuard, ...AttachedGuard[]] }
  | { readonly kind: 'not-attached' }
  | Unknown;

/** Whether an active access key of the user was used lately. */
export type Keys = { readonly kind: 'in-use' | 'not-in-use' } | Unknown;

/** What is true of the user now, read live, nothing more. A deleted user is `gone`, not a user without a password. */
export type Posture =
  | { readonly kind: 'gone'; readonly user: UserRef }
  | {
      readonly kind: 'user';
      readonly user: UserRef;
      readonly console: Console;
      readonly devices: Devices;
      readonly guard: Guard;
      /** Left out where nobody asked: only keys that are spared have to be known. */
      readonly keys?: Keys;
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

/** The guards that are seen on the user. */
export const guardsOn = (posture: Posture): readonly AttachedGuard[] =>
  posture.kind === 'user' && posture.guard.kind === 'attached' ? posture.guard.all : [];

/** Whether the user is seen to carry a guard, and not this one alone. */
export function misfits(posture: Posture, wanted: GuardKind): boolean {
  const guards = guardsOn(posture);
  return guards.length > 1 || guards.some(({ kind }) => kind !== wanted);
}

/** The guards as a fact. */
export function guardOf(all: readonly AttachedGuard[]): Guard {
  const [first, ...others] = all;
  return first === undefined ? { kind: 'not-attached' } : { kind: 'attached', all: [first, ...others] };
}
