import { assertNever } from './assert-never.ts';
import type { UserEvent } from './mfa-event.ts';
import { guardsOn, isOpen, type Posture } from './posture.ts';

/** IAM is eventually consistent: an event younger than this (milliseconds) outweighs a read that contradicts it. */
export const PROPAGATION_MS = 150_000;

/** From here on (milliseconds after the event) live state wins: more than any propagation that AWS speaks of. */
export const SETTLED_MS = 360_000;

/** Old enough for live state and event history to be believed. */
export const isSettled = (at: Date, now: Date): boolean => now.getTime() - at.getTime() >= SETTLED_MS;

/**
 * `agrees`: live state fits the event, or needs a guard whatever the event said.
 * `too-early`: it contradicts a young event; read again, then let Lambda try later.
 * `look-again`: it contradicts an event that Lambda will not bring again; keep looking until it is settled.
 * `no-longer-true`: what the event told was undone since.
 */
export type Freshness = 'agrees' | 'too-early' | 'look-again' | 'no-longer-true';

/** Whether the posture is fresh enough to decide on. Only dates tell: Lambda shows no attempt number. */
export function freshnessOf(posture: Posture, event: UserEvent, now: Date): Freshness {
  if (isOpen(posture) && !lagsBehind(posture, event)) return 'agrees';
  const age = now.getTime() - event.at.getTime();
  const young = age < PROPAGATION_MS;
  if (young && maySoonHavePassword(posture, event)) return 'too-early';
  if (!contradicts(posture, event)) return 'agrees';
  if (young) return 'too-early';
  return age < SETTLED_MS ? 'look-again' : 'no-longer-true';
}

/** A guard is on, so nothing is urgent, and what the event told of decides which one it has to be, if any. */
function lagsBehind(posture: Posture, { kind }: UserEvent): boolean {
  return (kind === 'device-added' || kind === 'password-removed') && guardsOn(posture).length > 0;
}

/** The event of a rename tells nothing of a password: that the new name shows none may be true, or a lag. */
function maySoonHavePassword(posture: Posture, event: UserEvent): boolean {
  return event.kind === 'user-renamed' && posture.kind === 'user' && posture.console.kind === 'no-password';
}

function contradicts(posture: Posture, event: UserEvent): boolean {
  if (posture.kind === 'gone') return true;
  switch (event.kind) {
    case 'password-set':
    case 'user-signed-in-without-mfa':
      return posture.console.kind === 'no-password';
    case 'password-removed':
      // With a later date it is another password.
      return posture.console.kind === 'password' && posture.console.createdAt <= event.at;
    case 'device-removed':
      // Listed with a later date means enabled again: changed, not stale.
      return devicesOf(posture).some(({ serial, enabledAt }) => serial === event.serial && enabledAt <= event.at);
    case 'device-added':
      return posture.devices.kind === 'devices' && !devicesOf(posture).some(({ serial }) => serial === event.serial);
    case 'user-renamed':
      return false;
    default:
      return assertNever(event);
  }
}

const devicesOf = (posture: Posture & { kind: 'user' }) =>
  posture.devices.kind === 'devices' ? posture.devices.all : [];
