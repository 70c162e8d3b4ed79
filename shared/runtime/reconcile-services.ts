import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Calls, counted } from '../aws/count-calls.ts';
import { eventHistory } from '../aws/event-history.ts';
import { assumedRolesReader } from '../aws/read-assumed-roles.ts';
import { detailsReader } from '../aws/read-details.ts';
import { readRules } from '../aws/read-rules.ts';
import { readTrail } from '../aws/read-trail.ts';
import type { ReconcileServices } from '../workflow/ports.ts';
import { buildClients, type Clients } from './clients.ts';
import { systemClock } from './clock.ts';
import { evaluationServices } from './evaluation-services.ts';
import { readReconcileSettings, type ReconcileSettings } from './reconcile-settings.ts';

/** What a reconciliation needs, built once per cold start, for one account. */
export function reconcileServices(
  settings: ReconcileSettings = readReconcileSettings(process.env),
  clients: Clients = buildClients(),
): ReconcileServices & { readonly settings: ReconcileSettings; readonly calls: Calls } {
  const cloudTrail = counted(new CloudTrailClient(clients.access), clients.calls);
  const events = counted(new EventBridgeClient(clients.access), clients.calls);
  const names = settings.RULES.map(({ name }) => name);
  const services = evaluationServices(settings, clients);
  return {
    ...services,
    // Its events are old enough for history to tell which roles were assumed since.
    details: detailsReader(clients.iam, services.ownerRules, assumedRolesReader(cloudTrail, systemClock)),
    settings,
    history: eventHistory(cloudTrail, settings.ACCOUNT_ID, systemClock),
    readTrail: () => readTrail(cloudTrail),
    expectedRules: settings.RULES,
    readRules: () => readRules(events, names),
  };
}
