import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { type Calls, counted } from '../aws/count-calls.ts';
import { stateTable } from '../aws/state-table.ts';
import type { OwnSessions } from '../events/parse-own-role-call.ts';
import type { Services } from '../workflow/ports.ts';
import { systemClock } from './clock.ts';
import { log } from './logger.ts';
import { readRootAlertSettings, type RootAlertSettings } from './root-alert-settings.ts';
import { securityNotices } from './security-notices.ts';
import { accountOf } from './settings.ts';

type AlertServices = Pick<Services, 'account' | 'state' | 'notices' | 'clock' | 'log'> & {
  readonly calls: Calls;
  readonly ownSessions: OwnSessions;
};

/** What alerting needs, built once per cold start. It has no IAM: root's state cannot be changed by API. */
export function alertServices(settings: RootAlertSettings = readRootAlertSettings(process.env)): AlertServices {
  const calls: Calls = { made: 0 };
  return {
    account: accountOf(settings),
    ownSessions: settings.OWN_SESSIONS,
    state: stateTable(counted(new DynamoDBClient({}), calls), settings.STATE_TABLE),
    notices: securityNotices(settings, counted(new SNSClient({}), calls), calls),
    clock: systemClock,
    log,
    calls,
  };
}
