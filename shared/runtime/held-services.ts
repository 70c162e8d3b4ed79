import { SNSClient } from '@aws-sdk/client-sns';
import { channelNotices } from '../aws/channel-notices.ts';
import { type Calls, counted } from '../aws/count-calls.ts';
import { publishMessage } from '../aws/publish-message.ts';
import type { Services } from '../workflow/ports.ts';
import { systemClock } from './clock.ts';
import { ownersMail } from './owners-mail.ts';
import { type HeldSettings, accountOf, readHeldSettings } from './settings.ts';

type HeldServices = Pick<Services, 'account' | 'notices' | 'clock'> & { readonly calls: Calls };

/** What telling held messages needs, built once per cold start: neither IAM nor the state table. */
export function heldServices(settings: HeldSettings = readHeldSettings(process.env)): HeldServices {
  const calls: Calls = { made: 0 };
  const topics = { security: settings.SECURITY_TOPIC_ARN, owners: settings.OWNERS_TOPIC_ARN };
  return {
    account: accountOf(settings),
    notices: channelNotices({
      publish: publishMessage(counted(new SNSClient({}), calls), topics),
      minimumSeverity: settings.SECURITY_MINIMUM_SEVERITY,
      ...ownersMail(settings, calls),
    }),
    clock: systemClock,
    calls,
  };
}
