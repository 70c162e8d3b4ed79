import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type Calls, counted } from '../aws/count-calls.ts';
import { eventHistory } from '../aws/event-history.ts';
import { readTrail } from '../aws/read-trail.ts';
import type { ReconcileServices } from '../workflow/ports.ts';
import { buildClients, type Clients } from './clients.ts';
import { systemClock } from './clock.ts';
import { evaluationServices } from './evaluation-services.ts';
import { readReconcileSettings, type ReconcileSettings } from './settings.ts';

/** What a reconciliation needs, built once per cold start, for one account. */
export function reconcileServices(
  settings: ReconcileSettings = readReconcileSettings(process.env),
  clients: Clients = buildClients(),
): ReconcileServices & { readonly settings: ReconcileSettings; readonly calls: Calls } {
  const cloudTrail = counted(new CloudTrailClient(clients.access), clients.calls);
  return {
    ...evaluationServices(settings, clients),
    settings,
    history: eventHistory(cloudTrail, settings.ACCOUNT_ID, systemClock),
    readTrail: () => readTrail(cloudTrail),
  };
}
