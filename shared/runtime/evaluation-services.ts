import { enforcer, observer } from '../aws/attach-guard.ts';
import type { Calls } from '../aws/count-calls.ts';
import { topicNotices } from '../aws/publish-notice.ts';
import { detailsReader } from '../aws/read-details.ts';
import { postureReader } from '../aws/read-posture.ts';
import { stateTable } from '../aws/state-table.ts';
import type { Services } from '../workflow/ports.ts';
import { buildClients, type Clients } from './clients.ts';
import { systemClock } from './clock.ts';
import { log } from './logger.ts';
import { type EvaluationSettings, readEvaluationSettings } from './settings.ts';

/** What an evaluation needs, built once per cold start, for one account. */
export function evaluationServices(
  settings: EvaluationSettings = readEvaluationSettings(process.env),
  { iam, dynamodb, sns, calls }: Clients = buildClients(),
): Services & { readonly calls: Calls } {
  const guardArn = settings.GUARD_ARN;
  return {
    account: { id: settings.ACCOUNT_ID, partition: settings.PARTITION },
    postures: postureReader(iam, guardArn),
    details: detailsReader(iam),
    enforcer: settings.MODE === 'enforce' ? enforcer(iam, guardArn) : observer(guardArn),
    state: stateTable(dynamodb, settings.STATE_TABLE),
    notices: topicNotices(sns, {
      security: settings.SECURITY_TOPIC_ARN,
      owners: settings.OWNERS_TOPIC_ARN,
    }),
    clock: systemClock,
    log,
    calls,
  };
}
