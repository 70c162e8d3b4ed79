import {
  AccountSuspendedException,
  BadRequestException,
  InternalServiceErrorException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SendEmailCommand,
  SendingPausedException,
  SESv2Client,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { sampleMessage } from '../../local/draw/sample-message.ts';
import { sendMail } from '../../shared/aws/send-mail.ts';
import { renderMail } from '../../shared/messages/render-mail.ts';
import { ownersMail } from '../../shared/runtime/owners-mail.ts';

const MESSAGE = sampleMessage();
const SETTINGS = { sender: 'mfa@example.com', configurationSet: 'mails', contact: 'help.desk@example.com' };
const UNVERIFIED = 'Email address is not verified. The following identities failed the check: jane.doe@example.com';
const ses = mockClient(SESv2Client);
const send = sendMail(new SESv2Client({}), SETTINGS);
const sent = () => ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
const saying = (message: string) => ({ message, $metadata: {} });

beforeEach(() => {
  ses.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: 'm-1' });
});

test('an owner gets one mail, as text and as HTML, from the sender by the configuration set', async () => {
  expect(await send(MESSAGE, 'jane.doe@example.com')).toEqual({ kind: 'sent' });

  const { subject, text, html } = renderMail(MESSAGE, 'help.desk@example.com');
  expect(sent()).toEqual([
    {
      FromEmailAddress: 'mfa@example.com',
      Destination: { ToAddresses: ['jane.doe@example.com'] },
      ConfigurationSetName: 'mails',
      EmailTags: [
        { Name: 'kind', Value: 'user-guarded' },
        { Name: 'severity', Value: 'high' },
      ],
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' }, Html: { Data: html, Charset: 'UTF-8' } },
        },
      },
    },
  ]);
});

test('without a configuration set none is named', async () => {
  await sendMail(new SESv2Client({}), { ...SETTINGS, configurationSet: undefined })(MESSAGE, 'jane.doe@example.com');

  expect(sent()[0]).not.toHaveProperty('ConfigurationSetName');
});

test('a tag has only characters that SES takes', async () => {
  await send({ ...MESSAGE, kind: 'user guarded: é' }, 'jane.doe@example.com');

  expect(sent()[0]?.EmailTags?.[0]).toEqual({ Name: 'kind', Value: 'user-guarded---' });
});

test.each([
  ['an address that the sandbox does not know', new MessageRejected(saying(UNVERIFIED))],
  ['a domain that is not verified', new MailFromDomainNotVerifiedException(saying('not verified'))],
  ['a suspended account', new AccountSuspendedException(saying('suspended'))],
  ['sending that was paused', new SendingPausedException(saying('paused'))],
  ['a malformed request', new BadRequestException(saying('bad'))],
  ['a configuration set that is gone', new NotFoundException(saying('gone'))],
  ['the quota of the day', new LimitExceededException(saying('Daily message quota exceeded.'))],
])('%s is a refusal in the words of AWS, since no retry changes it', async (_, error) => {
  ses.on(SendEmailCommand).rejects(error);

  expect(await send(MESSAGE, 'jane.doe@example.com')).toEqual({
    kind: 'refused',
    why: `${error.name}: ${error.message}`,
  });
});

test.each([
  ['the rate of a second', new TooManyRequestsException(saying('Maximum sending rate exceeded.'))],
  ['a fault of SES', new InternalServiceErrorException(saying('sorry'))],
  ['the network', Object.assign(new Error('socket hang up'), { name: 'TimeoutError' })],
  ['a role without the right', Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' })],
])('%s is thrown, so that Lambda tries again and nobody takes the mail for sent', async (_, error) => {
  ses.on(SendEmailCommand).rejects(error);

  await expect(send(MESSAGE, 'jane.doe@example.com')).rejects.toThrow(error.message);
});

test('a deployment without a sender has no mail, one with it sends from it', async () => {
  const settings = { SENDER_ADDRESS: undefined, MAIL_CONFIGURATION_SET: 'mails', HELP_CONTACT: undefined };
  expect(ownersMail(settings, { made: 0 })).toEqual({});

  const { mail } = ownersMail({ ...settings, SENDER_ADDRESS: 'mfa@example.com' }, { made: 0 });
  await mail?.(MESSAGE, 'jane.doe@example.com');

  expect(sent()).toMatchObject([{ FromEmailAddress: 'mfa@example.com', ConfigurationSetName: 'mails' }]);
});
