import type { OwnRoleEvent } from '../domain/mfa-event.ts';
import type { Services } from './ports.ts';
import { tellOnce } from './tell-once.ts';

/**
 * Milliseconds for which the same call of the same session is told once: whoever has the credentials may call without end,
 * and SNS suspends an address that gets ten mails a second. Each one is in the log.
 */
const SILENCE_MS = 60 * 60_000;

/** Something else than our function acts as our function: told, and left to a human (docs/adr/0025). */
export async function alertOnOwnRole(
  happened: OwnRoleEvent,
  services: Pick<Services, 'account' | 'state' | 'notices' | 'clock' | 'log'>,
): Promise<{ alerted: OwnRoleEvent['kind'] }> {
  const { accountId, actor, eventId, kind, service, call } = happened;
  services.log.warn('Something else than its function used a role of ours', { event: happened });
  const subject = `${accountId}#own-role#${actor.arn ?? actor.type}#${service}#${call}`;
  const telling = { subject, eventId, silence: SILENCE_MS };
  await tellOnce(telling, () => Promise.resolve({ kind, account: services.account, happened }), services);
  return { alerted: kind };
}
