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
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedUserPoliciesCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
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

/** The version in force, and what it says. */
async function defaultText(PolicyArn: string): Promise<[string, unknown]> {
  const { Policy } = await root.iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy!.DefaultVersionId!;
  const { PolicyVersion } = await root.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return [VersionId, JSON.parse(decodeURIComponent(PolicyVersion!.Document!))];
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

  test('gets a new default version with each new text, and has five at most, without the oldest', async () => {
    const { outputs } = await createStack(root.cloudFormation, 'versions', policyStack('versions'));
    const PolicyArn = outputs['Arn']!;
    for (let characters = 11; characters < 16; characters++) {
      await updateStack(root.cloudFormation, 'versions', policyStack('versions', characters));
    }

    const { Versions } = await root.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));

    expect(Versions!.map(({ VersionId }) => VersionId)).toEqual(['v2', 'v3', 'v4', 'v5', 'v6']);
    expect(await defaultText(PolicyArn)).toEqual(['v6', document(15)]);
  });

  test('keeps a default version that is not the newest when the oldest makes room', async () => {
    const { outputs } = await createStack(root.cloudFormation, 'restored', policyStack('restored'));
    const PolicyArn = outputs['Arn']!;
    for (let characters = 11; characters < 15; characters++) {
      await updateStack(root.cloudFormation, 'restored', policyStack('restored', characters));
    }
    await root.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    const restored = await defaultText(PolicyArn);

    await updateStack(root.cloudFormation, 'restored', policyStack('restored', 15));

    const { Versions } = await root.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(restored).toEqual(['v1', document(10)]);
    expect(Versions!.map(({ VersionId }) => VersionId)).toEqual(['v1', 'v3', 'v4', 'v5', 'v6']);
    expect(await defaultText(PolicyArn)).toEqual(['v6', document(15)]);
  });

  test('has its former text again, as a version of its own, when something after it fails', async () => {
    const UserName = 'john.doe';
    await root.iam.send(new CreateUserCommand({ UserName }));
    await root.iam.send(
      new CreatePolicyCommand({ PolicyName: 'occupied', PolicyDocument: JSON.stringify(document(1)) }),
    );
    const { outputs } = await createStack(root.cloudFormation, 'failing', policyStack('failing'));
    const PolicyArn = outputs['Arn']!;
    await root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    const failing = policyStack('failing', 20);
    failing.Resources['Other'] = { ...policyStack('occupied').Resources['Policy'], DependsOn: 'Policy' };

    const { status } = await updateStack(root.cloudFormation, 'failing', failing);

    const { Versions } = await root.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    const { AttachedPolicies } = await root.iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(Versions!.map(({ VersionId }) => VersionId)).toEqual(['v1', 'v2', 'v3']);
    expect(await defaultText(PolicyArn)).toEqual(['v3', document(10)]);
    expect(AttachedPolicies).toMatchObject([{ PolicyArn }]);
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
