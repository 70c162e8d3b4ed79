import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SendMail } from '../aws/channel-notices.ts';
import { type Calls, counted } from '../aws/count-calls.ts';
import { sendMail } from '../aws/send-mail.ts';
import type { EvaluationSettings } from './settings.ts';

type Settings = Pick<EvaluationSettings, 'SENDER_ADDRESS' | 'MAIL_CONFIGURATION_SET' | 'HELP_CONTACT'>;

/** Mails of their own to owners, where the deployment has a sender: elsewhere no client is built. */
export function ownersMail(settings: Settings, calls: Calls): { readonly mail?: SendMail } {
  const { SENDER_ADDRESS: sender, MAIL_CONFIGURATION_SET: configurationSet, HELP_CONTACT: contact } = settings;
  if (sender === undefined) return {};
  return { mail: sendMail(counted(new SESv2Client({}), calls), { sender, configurationSet, contact }) };
}
