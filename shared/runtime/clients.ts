import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Calls, counted } from '../aws/count-calls.ts';
import { iamClient } from '../aws/iam-client.ts';

/** How an account's IAM is reached: by the function's own role unless other credentials are handed in. */
export type Access = Pick<NonNullable<Parameters<typeof iamClient>[0]>, 'credentials'>;

/** One client a service and cold start: connections and IAM's adaptive rate limit are shared by all who call. */
export function buildClients(access: Access = {}) {
  const calls: Calls = { made: 0 };
  return {
    access,
    calls,
    iam: counted(iamClient(access), calls),
    dynamodb: counted(new DynamoDBClient({}), calls),
    sns: counted(new SNSClient({}), calls),
    sqs: counted(new SQSClient({}), calls),
  };
}

export type Clients = ReturnType<typeof buildClients>;
