import { GetTopicAttributesCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { roleWith as newRole } from './role.ts';
import { createStack } from './stack.ts';

const ACCOUNT_ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };

let aws: LocalAws;
let root: Clients;
let topicArn: string;
let keyArn: string;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  const { status, reason, outputs } = await createStack(root.cloudFormation, 'topics', {
    Resources: {
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT_ROOT }, Action: 'kms:*', Resource: '*' }],
          },
        },
      },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          KmsMasterKeyId: { Ref: 'Key' },
          Subscription: [{ Protocol: 'email', Endpoint: 'security@example.com' }],
        },
      },
      TopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: [{ Ref: 'Topic' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 'sns:Publish',
                Resource: { Ref: 'Topic' },
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
            ],
          },
        },
      },
    },
    Outputs: { Topic: { Value: { Ref: 'Topic' } }, Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  });
  expect(status, reason).toBe('CREATE_COMPLETE');
  topicArn = outputs['Topic']!;
  keyArn = outputs['Key']!;
});

beforeEach(() => aws.doors.clearMail());
afterAll(() => aws.stop());

describe('a message', () => {
  test('is mailed to the subscriptions by e-mail, each with the text of its protocol', async () => {
    await root.sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email-json', Endpoint: 'bot@example.com' }),
    );

    await root.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: 'Enroll MFA',
        MessageStructure: 'json',
        Message: JSON.stringify({ default: 'short', email: 'Dear colleague,\n…' }),
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'high' } },
      }),
    );
    const mail = await aws.doors.mail();

    const common = { topic: topicArn, subject: 'Enroll MFA', attributes: { severity: 'high' } };
    expect(mail).toEqual([
      { ...common, to: 'security@example.com', protocol: 'email', text: 'Dear colleague,\n…' },
      { ...common, to: 'bot@example.com', protocol: 'email-json', text: 'short' },
    ]);
  });

  test('is mailed only to whose filter lets it through', async () => {
    const filter = { FilterPolicy: JSON.stringify({ kind: ['digest'] }) };
    await root.sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'email',
        Endpoint: 'digests@example.com',
        Attributes: filter,
      }),
    );

    await root.sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'alert' }));
    const mail = await aws.doors.mail();

    expect(mail.map(({ to }) => to)).not.toContain('digests@example.com');
  });

  test.each([
    ['a subject over 100 characters', { Subject: 'x'.repeat(101), Message: 'm' }],
    ['a subject with a line break', { Subject: 'a\nb', Message: 'm' }],
    ['texts without a default', { MessageStructure: 'json', Message: '{"email":"m"}' }],
    ['texts that are no JSON', { MessageStructure: 'json', Message: 'm' }],
  ])('with %s is refused', async (_, input) => {
    const error: unknown = await root.sns
      .send(new PublishCommand({ TopicArn: topicArn, ...input }))
      .catch((cause: unknown) => cause);

    expect(error).toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a topic encrypted by a key of the account', () => {
  test('says which key', async () => {
    const { Attributes } = await root.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));

    expect(keyArn).toContain(Attributes!['KmsMasterKeyId']!);
  });

  test.each([
    ['sns:Publish alone', ['sns:Publish'], 'KMSAccessDeniedException'],
    ['sns:Publish and a data key', ['sns:Publish', 'kms:GenerateDataKey'], 'KMSAccessDeniedException'],
    ['sns:Publish and both rights to the key', ['sns:Publish', 'kms:GenerateDataKey*', 'kms:Decrypt'], 'published'],
    ['the rights to the key alone', ['kms:GenerateDataKey', 'kms:Decrypt'], 'AuthorizationErrorException'],
  ])('lets a role publish that has %s: %o gives %s', async (_, actions, expected) => {
    const role = await roleWith(actions);

    const outcome = await role.sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'm' })).then(
      () => 'published',
      (error: unknown) => (error as Error).name,
    );

    expect(outcome).toBe(expected);
  });
});

test('a key policy that does not leave it to IAM refuses who has the rights in IAM alone', async () => {
  const { outputs } = await createStack(root.cloudFormation, 'closed', {
    Resources: {
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'kms:*', Resource: '*' },
            ],
          },
        },
      },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' } } },
    },
    Outputs: { Topic: { Value: { Ref: 'Topic' } }, Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  });
  const role = await roleWith(['sns:Publish', 'kms:*'], [outputs['Topic']!, outputs['Key']!]);

  const error: unknown = await role.sns
    .send(new PublishCommand({ TopicArn: outputs['Topic'], Message: 'm' }))
    .catch((cause: unknown) => cause);

  expect(error).toMatchObject({ name: 'KMSAccessDeniedException' });
});

function roleWith(actions: string[], resources = [topicArn, keyArn]): Promise<Clients> {
  return newRole(aws, root, { Action: actions, Resource: resources });
}
