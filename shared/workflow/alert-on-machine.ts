import type { MachineEvent } from '../domain/mfa-event.ts';
import type { Services } from './ports.ts';
import { tellOnce } from './tell-once.ts';

/** Somebody changed what the service consists of: told at once, each time, and left to a human (docs/adr/0025). */
export async function alertOnMachine(
  happened: MachineEvent,
  services: Pick<Services, 'account' | 'state' | 'notices' | 'clock' | 'log'>,
): Promise<{ alerted: MachineEvent['kind'] }> {
  const { accountId, eventId, kind } = happened;
  services.log.info('Alerting on a change of the service itself', { event: happened });
  const telling = { subject: `${accountId}#machine#${eventId}`, eventId, silence: 'forever' } as const;
  await tellOnce(telling, () => Promise.resolve({ kind, account: services.account, happened }), services);
  return { alerted: kind };
}
