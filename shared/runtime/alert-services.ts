import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { topicNotices } from '../aws/publish-notice.ts';
import { stateTable } from '../aws/state-table.ts';
import type { Services } from '../workflow/ports.ts';
import { systemClock } from './clock.ts';
import { log } from './logger.ts';
import { type AlertSettings, readAlertSettings } from './settings.ts';

type AlertServices = Pick<Services, 'account' | 'state' | 'notices' | 'clock' | 'log'>;

/** What alerting needs, built once per cold start. It has no IAM: root's state cannot be changed by API. */
export function alertServices(settings: AlertSettings = readAlertSettings(process.env)): AlertServices {
  return {
    account: { id: settings.ACCOUNT_ID, partition: settings.PARTITION },
    state: stateTable(new DynamoDBClient({}), settings.STATE_TABLE),
    notices: topicNotices(new SNSClient({}), { security: settings.SECURITY_TOPIC_ARN }),
    clock: systemClock,
    log,
  };
}
