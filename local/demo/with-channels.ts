import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { StackChoices } from '../stack.ts';

const PARAMETER = '/mfa-enforcer/slack-webhook';

/** Every channel switched on: a sender that SES has verified, and the webhook of a Slack channel. */
export const withChannels: StackChoices = {
  params: {
    OwnersEmail: 'owners@example.com',
    SenderAddress: 'mfa@example.com',
    HelpContact: 'the security team',
    SlackWebhook: PARAMETER,
    SlackHost: '127.0.0.1',
  },
  prepare: async ({ endpoint, config }) => {
    const Value = `${endpoint}/_slack/services/T000/B000/hush-hush-0123456789`;
    await new SSMClient(config).send(new PutParameterCommand({ Name: PARAMETER, Value, Type: 'SecureString' }));
    await new SESv2Client(config).send(new CreateEmailIdentityCommand({ EmailIdentity: 'example.com' }));
  },
};
