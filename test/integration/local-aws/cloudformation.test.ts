import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { functionStack } from './function-stack.ts';
import { createStack, deleteStack, updateStack } from './stack.ts';
import type { Template } from './stack.ts';

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

afterAll(() => aws.stop());

function policyStack(name: string, characters = 10): Template {
  return {
    Resources: {
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: name, PolicyDocument: document(characters) },
      },
    },
    Outputs: { Arn: { Value: { Ref: 'Policy' } } },
  };
}

function document(characters: number): object {
  const Resource = `arn:aws:iam::*:user/${'x'.repeat(characters)}`;
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource }] };
}

describe('a managed policy of a stack', () => {
  test('is not deleted while a user carries it, and is afterwards', async () => {
    const UserName = 'jane.doe';
    await root.iam.send(new CreateUserCommand({ UserName }));
    const { outputs } = await createStack(root.cloudFormation, 'carried', policyStack('carried'));
    const PolicyArn = outputs['Arn']!;
    await root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));

    const carried = await deleteStack(root.cloudFormation, 'carried');
    await root.iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
    const released = await deleteStack(root.cloudFormation, 'carried');

    expect(carried.status).toBe('DELETE_FAILED');
    expect(released.status).toBe('DELETE_COMPLETE');
  });

  test('fails where its name is taken', async () => {
    await root.iam.send(new CreatePolicyCommand({ PolicyName: 'taken', PolicyDocument: JSON.stringify(document(1)) }));

    const { status } = await createStack(root.cloudFormation, 'taken', policyStack('taken'));

    expect(status).toBe('ROLLBACK_COMPLETE');
  });

  test('fails over 6,144 characters, when it is created and when it is updated', async () => {
    const created = await createStack(root.cloudFormation, 'long', policyStack('long', 6144));
    await createStack(root.cloudFormation, 'growing', policyStack('growing'));
    const updated = await updateStack(root.cloudFormation, 'growing', policyStack('growing', 6144));

    expect(created.status).toBe('ROLLBACK_COMPLETE');
    expect(updated.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });
});

test('a table has the time to live, the encryption and the recovery of its template', async () => {
  const { status, reason } = await createStack(root.cloudFormation, 'table', {
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'state',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
          SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      },
    },
  });
  const TableName = 'state';
  const { Table } = await root.dynamoDb.send(new DescribeTableCommand({ TableName }));
  const ttl = await root.dynamoDb.send(new DescribeTimeToLiveCommand({ TableName }));
  const backups = await root.dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName }));

  expect(status, reason).toBe('CREATE_COMPLETE');
  expect(Table!.SSEDescription).toMatchObject({ Status: 'ENABLED', SSEType: 'KMS' });
  expect(ttl.TimeToLiveDescription).toEqual({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
  expect(backups.ContinuousBackupsDescription!.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: 'ENABLED',
  });
});

test('a function keeps its reserved concurrency over updates, until the template drops it', async () => {
  const stack = (reservedConcurrency?: number) =>
    functionStack({
      code: 'exports.handler = async () => {};',
      eventPattern: { source: ['nobody'] },
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    });
  const reserved = async (FunctionName: string | undefined) =>
    (await root.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;

  const { outputs } = await createStack(root.cloudFormation, 'function', stack(3));
  const first = await reserved(outputs['FunctionName']);
  await updateStack(root.cloudFormation, 'function', stack(5));
  const second = await reserved(outputs['FunctionName']);
  await updateStack(root.cloudFormation, 'function', stack());
  const third = await reserved(outputs['FunctionName']);

  expect([first, second, third]).toEqual([3, 5, undefined]);
});
