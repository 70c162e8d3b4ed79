import {
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SendEmailCommand,
  SendingPausedException,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';
import { renderMail } from '../messages/render-mail.ts';
import type { SendMail } from './channel-notices.ts';

/** From whom, by which configuration set (its bounces reach security), and whom the mail names for help. */
export type MailSettings = {
  readonly sender: string;
  readonly configurationSet: string | undefined;
  readonly contact: string | undefined;
};

/**
 * What no retry within the hour changes: a human has to. `LimitExceededException` is the quota of a day. All else is
 * thrown and tried again: `TooManyRequestsException` is the rate of a second, and the network comes back.
 * {@link https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors}
 */
const REFUSALS = [
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SendingPausedException,
];

/** A mail of its own to an owner. An address that bounced before is accepted here and told of as a bounce. */
export function sendMail(ses: SESv2Client, { sender, configurationSet, contact }: MailSettings): SendMail {
  return async (message, address) => {
    const { subject, text, html } = renderMail(message, contact);
    try {
      await ses.send(
        new SendEmailCommand({
          FromEmailAddress: sender,
          Destination: { ToAddresses: [address] },
          ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
          EmailTags: [tag('kind', message.kind), tag('severity', message.severity)],
          Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
        }),
      );
      return { kind: 'sent' };
    } catch (error) {
      const refusal = REFUSALS.find((Refusal) => error instanceof Refusal);
      if (refusal === undefined || !(error instanceof Error)) throw error;
      return { kind: 'refused', why: `${error.name}: ${error.message}` };
    }
  };
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Letters, digits, underscores and dashes. {@link https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html} */
const tag = (Name: string, value: string) => ({ Name, Value: value.replace(/[^\w-]/g, '-').slice(0, 256) });
