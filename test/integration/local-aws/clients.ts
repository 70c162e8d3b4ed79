import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

import type { LocalAws } from '../../../local/start.ts';

export type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Clients of one principal; without keys, of the account's root user. They never retry. */
export function clientsOf(aws: LocalAws, credentials: Keys = rootKeys(aws)) {
  const config = { endpoint: aws.endpoint, region: aws.region, credentials, maxAttempts: 1 };
  return {
    cloudFormation: new CloudFormationClient(config),
    cloudTrail: new CloudTrailClient(config),
    dynamoDb: new DynamoDBClient(config),
    eventBridge: new EventBridgeClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    scheduler: new SchedulerClient(config),
    secretsManager: new SecretsManagerClient(config),
    ses: new SESv2Client(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
}

export type Clients = ReturnType<typeof clientsOf>;

/** A long-term access key of a user. */
export async function accessKeyOf(root: Clients, userName: string): Promise<Keys> {
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

function rootKeys(aws: LocalAws): Keys {
  return {
    accessKeyId: aws.env['AWS_ACCESS_KEY_ID']!,
    secretAccessKey: aws.env['AWS_SECRET_ACCESS_KEY']!,
  };
}
