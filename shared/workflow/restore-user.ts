import type { TamperEvent } from '../domain/mfa-event.ts';
import { guardOf, guardsOn, type Posture } from '../domain/posture.ts';
import type { Restoration } from '../domain/restoration.ts';
import type { Scope } from '../domain/rules.ts';
import { decideAmong } from './decide-exempt.ts';
import { enforceDecision } from './enforce-decision.ts';
import type { RestoreServices } from './restore-ports.ts';

type OfUser = Extract<TamperEvent, { user: unknown }>;

/**
 * Evaluates the user again, live. After a detach every user with a password is guarded, device or not (docs/adr/0003),
 * and a read that still shows the guard is not believed: IAM shows a detach late, and attaching twice is attaching once.
 */
export async function restoreUser(happened: OfUser, scope: Scope, services: RestoreServices): Promise<Restoration> {
  const { postures, exemptions } = services;
  const [read, { all }] = await Promise.all([postures.read(happened.user), exemptions.read()]);
  const posture = happened.kind === 'guard-detached' ? without(read, happened) : read;
  const rules = { ...services.rules, scope };
  // A guard that was on goes back whatever the wave; a boundary is no reason for a first one while there are waves.
  const standing = happened.kind === 'boundary-changed' && services.waved ? 'outside' : 'in';
  const decision = await decideAmong(posture, rules, all, undefined, services, standing);
  const outcome = { ...(await enforceDecision(posture, decision, services, rules)), happenedAt: happened.at };
  return { kind: 'evaluated', outcome };
}

/** As the event tells: without the guard that was taken off, or with an inline text that nobody knows. */
function without(posture: Posture, { call, guard }: Extract<OfUser, { kind: 'guard-detached' }>): Posture {
  if (posture.kind === 'gone') return posture;
  const left = guardsOn(posture).filter(({ kind, by }) => (by === 'inline' ? guard !== 'inline' : kind !== guard));
  const isSeen = guardsOn(posture).length > left.length;
  const edited = call === 'PutUserPolicy' && isSeen ? [{ kind: 'edited', by: 'inline' } as const] : [];
  return { ...posture, guard: posture.guard.kind === 'unknown' ? posture.guard : guardOf([...left, ...edited]) };
}
