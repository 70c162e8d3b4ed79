import type { RootEvent } from '../domain/mfa-event.ts';
import { tellingOfRoot } from '../domain/telling.ts';
import type { Services } from './ports.ts';
import { tellOnce } from './tell-once.ts';

/** Root's MFA can be set by a human in the console only: what a machine can do is tell, at once, each time. */
export async function alertOnRoot(
  happened: RootEvent,
  services: Pick<Services, 'account' | 'state' | 'notices' | 'clock' | 'log'>,
): Promise<{ alerted: RootEvent['kind'] }> {
  services.log.info('Alerting on root', { event: happened });
  const compose = () => Promise.resolve({ kind: 'root-alert' as const, account: services.account, happened });
  await tellOnce(tellingOfRoot(happened), compose, services);
  return { alerted: happened.kind };
}
