import { SNSClient } from '@aws-sdk/client-sns';
import { type Calls, counted } from '../aws/count-calls.ts';
import type { Services } from '../workflow/ports.ts';
import { log } from './logger.ts';
import { securityNotices } from './security-notices.ts';
import { accountOf, type AlertSettings, readAlertSettings } from './settings.ts';

type ExemptionServices = Pick<Services, 'account' | 'notices' | 'log'> & { readonly calls: Calls };

/** What telling of exemptions needs, built once per cold start: neither IAM nor a table, whose stream brings it all. */
export function exemptionServices(settings: AlertSettings = readAlertSettings(process.env)): ExemptionServices {
  const calls: Calls = { made: 0 };
  return {
    account: accountOf(settings),
    notices: securityNotices(settings, counted(new SNSClient({}), calls), calls),
    log,
    calls,
  };
}
