import { SNSClient } from '@aws-sdk/client-sns';
import { channelNotices } from '../aws/channel-notices.ts';
import { type Calls, counted } from '../aws/count-calls.ts';
import { publishMessage } from '../aws/publish-message.ts';
import type { Services } from '../workflow/ports.ts';
import { domainEvents } from './domain-events.ts';
import { log } from './logger.ts';
import { accountOf, type AlertSettings, readAlertSettings } from './settings.ts';

type ExemptionServices = Pick<Services, 'account' | 'notices' | 'log'> & { readonly calls: Calls };

/** What telling of exemptions needs, built once per cold start: neither IAM nor a table, whose stream brings it all. */
export function exemptionServices(settings: AlertSettings = readAlertSettings(process.env)): ExemptionServices {
  const calls: Calls = { made: 0 };
  return {
    account: accountOf(settings),
    notices: channelNotices({
      publish: publishMessage(counted(new SNSClient({}), calls), { security: settings.SECURITY_TOPIC_ARN }),
      minimumSeverity: settings.SECURITY_MINIMUM_SEVERITY,
      ...domainEvents(settings, calls),
    }),
    log,
    calls,
  };
}
