import { InsufficientDataError } from '../domain/errors.ts';
import type { TamperEvent } from '../domain/mfa-event.ts';
import type { Restoration } from '../domain/restoration.ts';
import { isTold, tellingOfTampering } from '../domain/telling-of-tampering.ts';
import { putOff } from './put-off.ts';
import { restorePolicy } from './restore-policy.ts';
import type { Coming, RestoreServices } from './restore-ports.ts';
import { restoreUser } from './restore-user.ts';
import { tellOnce } from './tell-once.ts';

export type Restored = { readonly restored: Restoration['kind']; readonly guarded: boolean } | { ignored: string };

/**
 * Somebody touched the guard: it is put back, then told with who it was (docs/adr/0025). Calls of our own are left out
 * here as in the rule's pattern. Throws what a later attempt or a human has to finish, after it was told.
 */
export async function restoreGuard(
  happened: TamperEvent,
  coming: Coming,
  services: RestoreServices,
): Promise<Restored> {
  const { sessionIssuer } = happened.actor;
  if (sessionIssuer !== undefined && services.ownRoles.includes(sessionIssuer)) {
    services.log.info('Ignored', { why: 'it is a call of our own', event: happened });
    return { ignored: 'it is a call of our own' };
  }
  const restoration = await restore(happened, coming, services);
  services.log.info('Restored', { restoration, event: happened });
  await tell(happened, restoration, services); // after the guard is on: nothing that is told delays it
  return finished(restoration);
}

async function restore(happened: TamperEvent, coming: Coming, services: RestoreServices): Promise<Restoration> {
  if (happened.kind === 'guard-policy-changed') return restorePolicy(happened, services);
  if (happened.kind === 'boundary-changed') return restoreUser(happened, 'password-without-device', services);
  const delayed = coming.kind === 'first' ? await putOff(happened, coming.later, services) : undefined;
  return delayed ?? restoreUser(happened, 'every-password', services);
}

async function tell(happened: TamperEvent, restoration: Restoration, services: RestoreServices): Promise<void> {
  if (!isTold(happened, restoration)) return;
  const { account, clock } = services;
  const notification = { kind: 'guard-tampered', account, happened, restoration, at: clock.now() } as const;
  await tellOnce(tellingOfTampering(happened, restoration), () => Promise.resolve(notification), services);
}

function finished(restoration: Restoration): Restored {
  if (restoration.kind !== 'evaluated') return { restored: restoration.kind, guarded: false };
  const { outcome } = restoration;
  if (outcome.decision.compliance === 'insufficient-data') throw new InsufficientDataError(outcome);
  return { restored: 'evaluated', guarded: outcome.effect === 'applied' };
}
