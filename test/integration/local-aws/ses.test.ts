import { CreateEmailIdentityCommand, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { matching } from './matching.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';
import { createStack } from './stack.ts';

const FROM = 'Security <mfa@example.com>';
const statement = (resource: string, Service: string, Action: string, arn: object) => ({
  Type: `AWS::${resource === 'Topic' ? 'SNS::Topic' : 'SQS::Queue'}Policy`,
  Properties: {
    [`${resource}s`]: [{ Ref: resource }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource: arn }],
    },
  },
});

const TEMPLATE = {
  Resources: {
    Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'example.com' } },
    ConfigurationSet: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'notifications' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    TopicPolicy: statement('Topic', 'ses.amazonaws.com', 'sns:Publish', { Ref: 'Topic' }),
    ClosedTopic: { Type: 'AWS::SNS::Topic', Properties: {} },
    ClosedTopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'ClosedTopic' }], PolicyDocument: { Version: '2012-10-17', Statement: [] } },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    QueuePolicy: statement('Queue', 'sns.amazonaws.com', 'sqs:SendMessage', { 'Fn::GetAtt': ['Queue', 'Arn'] }),
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        RawMessageDelivery: true,
      },
    },
    ...Object.fromEntries(
      [
        { SnsDestination: { TopicARN: { Ref: 'Topic' } } },
        { SnsDestination: { TopicARN: { Ref: 'ClosedTopic' } } },
        { EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:111111111111:event-bus/default' } },
      ].map((destination, index) => [
        `Destination${index}`,
        {
          Type: 'AWS::SES::ConfigurationSetEventDestination',
          Properties: {
            ConfigurationSetName: { Ref: 'ConfigurationSet' },
            EventDestination: { Enabled: true, MatchingEventTypes: ['bounce', 'complaint'], ...destination },
          },
        },
      ]),
    ),
  },
  Outputs: { Topic: { Value: { Ref: 'Topic' } }, Queue: { Value: { Ref: 'Queue' } } },
};

let aws: LocalAws;
let root: Clients;
let outputs: Record<string, string>;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  const created = await createStack(root.cloudFormation, 'mail', TEMPLATE);
  expect(created.status, created.reason).toBe('CREATE_COMPLETE');
  outputs = created.outputs;
});
beforeEach(async () => {
  await aws.doors.clearSesMails();
  await aws.doors.sesSandbox(false);
});
afterAll(() => aws.stop());

function send(clients: Clients, input: Partial<SendEmailCommandInput> = {}) {
  return clients.ses.send(
    new SendEmailCommand({
      FromEmailAddress: FROM,
      Destination: { ToAddresses: ['jane.doe@example.org'] },
      Content: { Simple: { Subject: { Data: 'Enrol MFA' }, Body: { Text: { Data: 'Dear colleague' } } } },
      ConfigurationSetName: 'notifications',
      ...input,
    }),
  );
}

test('a mail is kept as it was sent', async () => {
  const { MessageId } = await send(root, {
    ReplyToAddresses: ['help@example.com'],
    Content: {
      Simple: {
        Subject: { Data: 'Enrol MFA – today', Charset: 'UTF-8' },
        Body: { Text: { Data: 'Dear colleague' }, Html: { Data: '<p>Dear colleague</p>' } },
        Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
      },
    },
    EmailTags: [{ Name: 'kind', Value: 'reminder' }],
  });

  expect(await aws.doors.sesMails()).toEqual([
    {
      at: matching(/Z$/),
      messageId: MessageId,
      from: FROM,
      to: ['jane.doe@example.org'],
      cc: [],
      bcc: [],
      replyTo: ['help@example.com'],
      subject: 'Enrol MFA – today',
      text: 'Dear colleague',
      html: '<p>Dear colleague</p>',
      configurationSet: 'notifications',
      headers: { 'Auto-Submitted': 'auto-generated' },
      tags: { kind: 'reminder' },
    },
  ]);
});

describe('a mail is rejected', () => {
  test('from an address that nobody has verified', async () => {
    await expect(send(root, { FromEmailAddress: 'mfa@example.net' })).rejects.toMatchObject({
      name: 'MessageRejected',
      message: matching(/identities failed the check in region US-EAST-1: mfa@example\.net/),
    });
    expect(await aws.doors.sesMails()).toEqual([]);
  });

  test('in the sandbox, to an address that is not verified, until it or its domain is', async () => {
    await aws.doors.sesSandbox(true);
    const to = (address: string) => outcome(send(root, { Destination: { ToAddresses: [address] } }));

    const before = await to('john.roe@sandbox.example');
    await root.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'john.roe@sandbox.example' }));
    const after = [await to('john.roe@sandbox.example'), await to('jane.doe@sandbox.example')];
    await root.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'sandbox.example' }));

    expect([before, after, await to('jane.doe@sandbox.example')]).toEqual([
      'MessageRejected',
      ['answered', 'MessageRejected'],
      'answered',
    ]);
  });

  test('with a configuration set that does not exist', async () => {
    expect(await outcome(send(root, { ConfigurationSetName: 'nobody' }))).toBe('NotFoundException');
  });
});

describe('a role', () => {
  const arn = (resource: string) => `arn:aws:ses:us-east-1:111111111111:${resource}`;
  const identity = arn('identity/example.com');
  const set = arn('configuration-set/notifications');
  const from = (address: string) => ({ Condition: { StringEquals: { 'ses:FromAddress': address } } });

  test.each<[string, object, string]>([
    ['the identity and the configuration set', { Resource: [identity, set] }, 'answered'],
    ['the identity alone', { Resource: [identity] }, 'AccessDeniedException'],
    ['the configuration set alone', { Resource: [set] }, 'AccessDeniedException'],
    ['another identity', { Resource: [arn('identity/example.net'), set] }, 'AccessDeniedException'],
    ['the address that it sends from', { Resource: '*', ...from('mfa@example.com') }, 'answered'],
    ['another address of the domain', { Resource: '*', ...from('root@example.com') }, 'AccessDeniedException'],
  ])('that may send from %s: %o gives %s', async (_, right, expected) => {
    const role = await roleWith(aws, root, { Action: 'ses:SendEmail', ...right });

    expect(await outcome(send(role))).toBe(expected);
  });
});

test('calls of SES are told, and faults reach them', async () => {
  await aws.doors.clearCalls();
  await aws.doors.addFaults({
    kind: 'refuse',
    service: 'ses',
    action: 'SendEmail',
    code: 'TooManyRequestsException',
    status: 429,
    message: 'Maximum sending rate exceeded.',
    times: 1,
  });

  const outcomes = [await outcome(send(root)), await outcome(send(root))];

  expect(outcomes).toEqual(['TooManyRequestsException', 'answered']);
  expect(await aws.doors.calls()).toMatchObject([
    { service: 'ses', action: 'SendEmail', status: 429 },
    { service: 'ses', action: 'SendEmail', status: 200 },
  ]);
});

describe('what becomes of a mail', () => {
  const events = async () => {
    const { Messages = [] } = await root.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: outputs['Queue'], MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.map(({ Body }) => JSON.parse(Body!) as unknown);
  };

  test.each([
    ['permanent', { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }],
    ['transient', { eventType: 'Bounce', bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } }],
    ['complaint', { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } }],
  ] as const)('(%s) is told to the destinations of its configuration set', async (kind, expected) => {
    const { MessageId } = await send(root);

    const told = await aws.doors.bounce(0, kind);

    // The topic that does not let SES publish is not among them.
    expect(told.sort()).toEqual(['arn:aws:events:us-east-1:111111111111:event-bus/default', outputs['Topic']]);
    const about = { messageId: MessageId, destination: ['jane.doe@example.org'] };
    expect((await events()).at(-1)).toMatchObject({ ...expected, mail: about });
  });

  test('is not told of what they do not want to hear, or of a mail without a configuration set', async () => {
    await send(root);
    await send(root, { ConfigurationSetName: undefined });

    expect([await aws.doors.bounce(0, 'delivery'), await aws.doors.bounce(1, 'permanent')]).toEqual([[], []]);
  });

  test('is nothing for a mail that was not sent', async () => {
    await expect(aws.doors.bounce(0, 'permanent')).rejects.toThrow('IndexError');
  });
});
