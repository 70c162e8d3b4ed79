import type { SNSClient } from '@aws-sdk/client-sns';
import { channelNotices } from '../aws/channel-notices.ts';
import type { Calls } from '../aws/count-calls.ts';
import { publishMessage } from '../aws/publish-message.ts';
import type { Notices } from '../workflow/ports.ts';
import { domainEvents } from './domain-events.ts';
import type { AlertSettings } from './settings.ts';

/** How a function tells that has nothing for owners: one topic and the event bus, and no client for mail in its bundle. */
export const securityNotices = (settings: AlertSettings, sns: SNSClient, calls: Calls): Notices =>
  channelNotices({
    publish: publishMessage(sns, { security: settings.SECURITY_TOPIC_ARN }),
    minimumSeverity: settings.SECURITY_MINIMUM_SEVERITY,
    ...domainEvents(settings, calls),
  });
