import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteUserPolicyCommand,
  EnableMFADeviceCommand,
  GetUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateLoginProfileCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { containing, matching } from './matching.ts';
import { createStack, updateStack } from './stack.ts';

type Envelope = {
  id: string;
  time: string;
  source: string;
  account: string;
  region: string;
  'detail-type': string;
  detail: Record<string, unknown>;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const CODES = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };

let aws: LocalAws;
let root: Clients;
let queueUrl: string;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  const { RuleArn } = await root.eventBridge.send(
    new PutRuleCommand({ Name: 'all', EventPattern: JSON.stringify({ account: [aws.accountId, '222222222222'] }) }),
  );
  const queueArn = `arn:aws:sqs:${aws.region}:${aws.accountId}:heard`;
  const { QueueUrl } = await root.sqs.send(
    new CreateQueueCommand({
      QueueName: 'heard',
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
              Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
            },
          ],
        }),
      },
    }),
  );
  queueUrl = QueueUrl!;
  await root.eventBridge.send(new PutTargetsCommand({ Rule: 'all', Targets: [{ Id: 'queue', Arn: queueArn }] }));
});

beforeEach(async () => {
  while ((await heard()).length > 0);
});

afterAll(() => aws.stop());

/** The events of the default bus since the last time. */
async function heard(): Promise<Envelope[]> {
  const { Messages = [] } = await root.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      VisibilityTimeout: 3600,
    }),
  );
  return Messages.map(({ Body }) => JSON.parse(Body!) as Envelope);
}

let created = 0;

async function quietly<T>(act: () => Promise<T>): Promise<T> {
  await aws.doors.trail(false);
  const result = await act();
  await aws.doors.trail(true);
  return result;
}

async function createUser(...policies: string[]): Promise<string> {
  const UserName = `jane.doe.${created++}`;
  await quietly(async () => {
    await root.iam.send(new CreateUserCommand({ UserName, Path: '/eng/' }));
    for (const PolicyArn of policies) await root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  });
  return UserName;
}

describe('an IAM write', () => {
  test('reaches the bus as an API call via CloudTrail', async () => {
    const UserName = await createUser();

    await root.iam.send(
      new CreateLoginProfileCommand({ UserName, Password: 'a secret phrase', PasswordResetRequired: true }),
    );
    const [envelope] = await heard();

    expect(envelope).toMatchObject({
      version: '0',
      id: matching(UUID),
      source: 'aws.iam',
      'detail-type': 'AWS API Call via CloudTrail',
      account: aws.accountId,
      region: 'us-east-1',
      resources: [],
      time: envelope!.detail['eventTime'],
    });
    expect(envelope!.detail).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'Root',
        principalId: aws.accountId,
        arn: `arn:aws:iam::${aws.accountId}:root`,
        accountId: aws.accountId,
        accessKeyId: aws.accountId,
      },
      eventTime: matching(SECOND),
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateLoginProfile',
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      userAgent: containing('aws-sdk-js'),
      requestParameters: { userName: UserName, passwordResetRequired: true },
      responseElements: {
        loginProfile: {
          userName: UserName,
          createDate: matching(/^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/),
          passwordResetRequired: true,
        },
      },
      requestID: matching(UUID),
      eventID: matching(UUID),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: aws.accountId,
      eventCategory: 'Management',
    });
  });

  test('carries no secret, neither of the request nor of the response', async () => {
    const UserName = await createUser();

    await root.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a secret phrase' }));
    await root.iam.send(new UpdateLoginProfileCommand({ UserName, Password: 'another secret phrase' }));
    const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName }));
    const { VirtualMFADevice } = await root.iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }),
    );
    const SerialNumber = VirtualMFADevice!.SerialNumber!;
    await root.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...CODES }));
    const events = await heard();

    const seed = new TextDecoder().decode(VirtualMFADevice!.Base32StringSeed);
    for (const secret of ['secret phrase', AccessKey!.SecretAccessKey!, seed, '123456', '234567']) {
      expect(JSON.stringify(events)).not.toContain(secret);
    }
    expect(events.map(({ detail }) => [detail['eventName'], detail['responseElements']])).toMatchObject([
      ['CreateLoginProfile', { loginProfile: { passwordResetRequired: false } }],
      ['UpdateLoginProfile', null],
      ['CreateAccessKey', { accessKey: { userName: UserName, status: 'Active' } }],
      ['CreateVirtualMFADevice', { virtualMFADevice: { serialNumber: SerialNumber } }],
      ['EnableMFADevice', null],
    ]);
  });

  test('to policies and devices names the user and what was written', async () => {
    const UserName = await createUser();
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    });
    const SerialNumber = `GAHT${created}`;

    await root.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'guard', PolicyDocument }));
    await root.iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'guard' }));
    await root.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...CODES }));
    await root.iam.send(new UpdateUserCommand({ UserName, NewPath: '/ops/' }));
    const events = await heard();

    expect(events.map(({ detail }) => [detail['eventName'], detail['requestParameters']])).toEqual([
      ['PutUserPolicy', { userName: UserName, policyName: 'guard', policyDocument: PolicyDocument }],
      ['DeleteUserPolicy', { userName: UserName, policyName: 'guard' }],
      ['EnableMFADevice', { userName: UserName, serialNumber: SerialNumber }],
      ['UpdateUser', { userName: UserName, newPath: '/ops/' }],
    ]);
    expect(events.map(({ detail }) => detail['responseElements'])).toEqual([null, null, null, null]);
  });

  test('without a user name says only who called', async () => {
    const user = await createUser(ADMINISTRATOR);
    const { iam } = clientsOf(aws, await quietly(() => aws.doors.consoleSession({ user, mfa: true })));
    await quietly(() =>
      root.iam.send(new EnableMFADeviceCommand({ UserName: user, SerialNumber: `GAHT${created}`, ...CODES })),
    );

    await iam.send(new DeactivateMFADeviceCommand({ SerialNumber: `GAHT${created}` }));
    const [envelope] = await heard();

    expect(envelope!.detail).toMatchObject({
      eventName: 'DeactivateMFADevice',
      requestParameters: { serialNumber: `GAHT${created}` },
      userIdentity: {
        type: 'IAMUser',
        userName: user,
        arn: `arn:aws:iam::${aws.accountId}:user/eng/${user}`,
        principalId: matching(/^AIDA/),
        sessionContext: { attributes: { mfaAuthenticated: 'true', creationDate: matching(SECOND) } },
      },
    });
    expect(envelope!.detail['requestParameters']).not.toHaveProperty('userName');
  });

  test('that fails says why, and keeps its parameters', async () => {
    await root.iam
      .send(new AttachUserPolicyCommand({ UserName: 'nobody', PolicyArn: ADMINISTRATOR }))
      .catch(() => undefined);
    const [envelope] = await heard();

    expect(envelope!.detail).toMatchObject({
      eventName: 'AttachUserPolicy',
      errorCode: 'NoSuchEntityException',
      errorMessage: 'The user with name nobody cannot be found.',
      requestParameters: { userName: 'nobody', policyArn: ADMINISTRATOR },
      responseElements: null,
    });
  });

  test('that is denied says so, without parameters', async () => {
    const user = await createUser();
    const { iam } = clientsOf(aws, await quietly(() => accessKeyOf(root, user)));

    await iam.send(new CreateLoginProfileCommand({ UserName: user, Password: 'a pass phrase' })).catch(() => undefined);
    const [envelope] = await heard();

    expect(envelope!.detail).toMatchObject({
      eventName: 'CreateLoginProfile',
      errorCode: 'AccessDenied',
      errorMessage: containing('is not authorized to perform: iam:CreateLoginProfile on resource: arn:'),
      requestParameters: null,
      responseElements: null,
      userIdentity: { type: 'IAMUser', userName: user },
    });
  });

  test('of a role names the role that issued the session', async () => {
    const UserName = await createUser();
    const allow = (rest: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
    const { Role } = await quietly(async () => {
      const role = await root.iam.send(
        new CreateRoleCommand({
          RoleName: 'operator',
          Path: '/ops/',
          AssumeRolePolicyDocument: allow({
            Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` },
            Action: 'sts:AssumeRole',
          }),
        }),
      );
      const PolicyDocument = allow({ Action: 'iam:*', Resource: '*' });
      await root.iam.send(new PutRolePolicyCommand({ RoleName: 'operator', PolicyName: 'all', PolicyDocument }));
      return role;
    });
    const { Credentials } = await root.sts.send(
      new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'jane' }),
    );
    const { iam } = clientsOf(aws, {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    });

    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
    const [envelope] = await heard();

    expect(envelope!.detail['userIdentity']).toEqual({
      type: 'AssumedRole',
      principalId: `${Role!.RoleId!}:jane`,
      arn: `arn:aws:sts::${aws.accountId}:assumed-role/operator/jane`,
      accountId: aws.accountId,
      accessKeyId: Credentials!.AccessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: Role!.RoleId,
          arn: `arn:aws:iam::${aws.accountId}:role/ops/operator`,
          accountId: aws.accountId,
          userName: 'operator',
        },
        attributes: { creationDate: matching(SECOND), mfaAuthenticated: 'false' },
      },
    });
  });
});

describe('a deployment by CloudFormation', () => {
  const document = (Action: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
  });
  const template = (Action: string, ...Users: string[]) => ({
    Resources: {
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: 'deployed', PolicyDocument: document(Action), Users },
      },
    },
  });

  test('tells of a policy’s new text, and of whom it attaches it to and takes it from, for whoever deploys', async () => {
    const [first, second] = [await createUser(), await createUser()];
    await createStack(root.cloudFormation, 'deployed', template('iam:*', first));
    const made = await heard();
    await updateStack(root.cloudFormation, 'deployed', template('sts:*', second));
    const changed = await heard();

    const policyArn = `arn:aws:iam::${aws.accountId}:policy/deployed`;
    expect([...made, ...changed].map(({ detail }) => [detail['eventName'], detail['requestParameters']])).toEqual([
      ['AttachUserPolicy', { userName: first, policyArn }],
      ['CreatePolicyVersion', { policyArn, setAsDefault: true, policyDocument: containing('"sts:*"') }],
      ['DetachUserPolicy', { userName: first, policyArn }],
      ['AttachUserPolicy', { userName: second, policyArn }],
    ]);
    expect(changed[0]!.detail).toMatchObject({
      userIdentity: { type: 'Root', invokedBy: 'cloudformation.amazonaws.com' },
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
      responseElements: { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
    });
  });
});

test('a read reaches no bus', async () => {
  const UserName = await createUser();

  await root.iam.send(new GetUserCommand({ UserName }));
  const events = await heard();

  expect(events).toEqual([]);
});

test('a trail that is switched off tells nothing', async () => {
  await aws.doors.trail(false);
  await root.iam.send(new CreateUserCommand({ UserName: 'unseen' }));
  await aws.doors.trail(true);
  const events = await heard();

  expect(events).toEqual([]);
});

describe('a sign-in to the console', () => {
  test('of root without MFA', async () => {
    await aws.doors.signIn({ user: 'root', mfa: false });
    const [envelope] = await heard();

    expect(envelope).toMatchObject({
      source: 'aws.signin',
      'detail-type': 'AWS Console Sign In via CloudTrail',
      detail: {
        eventName: 'ConsoleLogin',
        eventSource: 'signin.amazonaws.com',
        eventType: 'AwsConsoleSignIn',
        userIdentity: { type: 'Root', arn: `arn:aws:iam::${aws.accountId}:root` },
        requestParameters: null,
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'No' },
      },
    });
    expect(envelope!.detail['userIdentity']).not.toHaveProperty('userName');
  });

  test('of a user with MFA names the device', async () => {
    const user = await createUser();
    const SerialNumber = `arn:aws:iam::${aws.accountId}:u2f/user/${user}/key-ABC`;
    await quietly(() => root.iam.send(new EnableMFADeviceCommand({ UserName: user, SerialNumber, ...CODES })));

    await aws.doors.signIn({ user, mfa: true });
    const [envelope] = await heard();

    expect(envelope!.detail).toMatchObject({
      userIdentity: { type: 'IAMUser', userName: user, arn: `arn:aws:iam::${aws.accountId}:user/eng/${user}` },
      additionalEventData: { MFAUsed: 'Yes', MFAIdentifier: SerialNumber },
    });
  });

  test('that fails has a message, no code, and no ARN', async () => {
    const user = await createUser();

    await aws.doors.signIn({ user, mfa: false, success: false });
    const [envelope] = await heard();

    expect(envelope!.detail).toMatchObject({
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
      userIdentity: { type: 'IAMUser', userName: user },
    });
    expect(envelope!.detail).not.toHaveProperty('errorCode');
    expect(envelope!.detail['userIdentity']).not.toHaveProperty('arn');
  });

  test('of nobody is refused', async () => {
    await expect(aws.doors.signIn({ user: 'nobody', mfa: false })).rejects.toThrow('there is no user nobody');
  });
});

test('an envelope put by the door arrives as it is', async () => {
  const envelope = {
    version: '0',
    id: '6f87d04b-9f74-4f04-a780-7acf4b0a9b38',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: '222222222222',
    time: '2020-02-03T04:05:06Z',
    region: 'eu-north-1',
    resources: [],
    detail: { eventName: 'DeleteVirtualMFADevice', nothing: null },
  };

  const ids = await aws.doors.putEvents([envelope]);
  const events = await heard();

  expect(ids).toEqual([envelope.id]);
  expect(events).toEqual([envelope]);
});

test('PutEvents of a source of AWS is refused', async () => {
  const { Entries } = await root.eventBridge.send(
    new PutEventsCommand({ Entries: [{ Source: 'aws.iam', DetailType: 'x', Detail: '{}' }] }),
  );

  expect(Entries).toMatchObject([{ ErrorCode: 'NotAuthorizedForSourceException' }]);
});
