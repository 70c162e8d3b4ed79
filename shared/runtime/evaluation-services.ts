import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { enforcer, observer } from '../aws/attach-guard.ts';
import { type Calls, counted } from '../aws/count-calls.ts';
import { iamClient } from '../aws/iam-client.ts';
import { topicNotices } from '../aws/publish-notice.ts';
import { detailsReader } from '../aws/read-details.ts';
import { postureReader } from '../aws/read-posture.ts';
import { stateTable } from '../aws/state-table.ts';
import type { Services } from '../workflow/ports.ts';
import { systemClock } from './clock.ts';
import { log } from './logger.ts';
import { type EvaluationSettings, readEvaluationSettings } from './settings.ts';

/** How an account's IAM is reached: by the function's own role unless other credentials are handed in. */
export type Access = Pick<NonNullable<Parameters<typeof iamClient>[0]>, 'credentials'>;

/** What an evaluation needs, built once per cold start, for one account. */
export function evaluationServices(
  settings: EvaluationSettings = readEvaluationSettings(process.env),
  access: Access = {},
  calls: Calls = { made: 0 },
): Services & { readonly calls: Calls } {
  const iam = counted(iamClient(access), calls);
  const guardArn = settings.GUARD_ARN;
  return {
    account: { id: settings.ACCOUNT_ID, partition: settings.PARTITION },
    postures: postureReader(iam, guardArn),
    details: detailsReader(iam),
    enforcer: settings.MODE === 'enforce' ? enforcer(iam, guardArn) : observer(guardArn),
    state: stateTable(counted(new DynamoDBClient({}), calls), settings.STATE_TABLE),
    notices: topicNotices(counted(new SNSClient({}), calls), {
      security: settings.SECURITY_TOPIC_ARN,
      owners: settings.OWNERS_TOPIC_ARN,
    }),
    clock: systemClock,
    log,
    calls,
  };
}
