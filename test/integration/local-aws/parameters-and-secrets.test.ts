import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';
import { createStack } from './stack.ts';

const NAME = '/mfa/slack/webhook';
const PARAMETER = `arn:aws:ssm:us-east-1:111111111111:parameter${NAME}`;
const ACCOUNT_ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };

let aws: LocalAws;
let root: Clients;
let key: string;
let secret: string;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
  const { outputs } = await createStack(root.cloudFormation, 'key', {
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
    },
    Outputs: { Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  });
  key = outputs['Key']!;
  await put(NAME, 'https://hooks.example.com/1');
  await root.ssm.send(
    new PutParameterCommand({ Name: '/mfa/own-key', Type: 'SecureString', Value: 'own', KeyId: key }),
  );
  const { ARN } = await root.secretsManager.send(
    new CreateSecretCommand({ Name: 'mfa/slack', SecretString: '{"url":"https://hooks.example.com/1"}' }),
  );
  secret = ARN!;
  await root.secretsManager.send(new CreateSecretCommand({ Name: 'mfa/own-key', SecretString: 's', KmsKeyId: key }));
});
afterAll(() => aws.stop());

async function put(Name: string, Value: string): Promise<void> {
  await root.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }));
}

const read = (clients: Clients, Name = NAME) =>
  clients.ssm.send(new GetParameterCommand({ Name, WithDecryption: true })).then(({ Parameter }) => Parameter!.Value);

const readSecret = (clients: Clients, SecretId: string) =>
  clients.secretsManager.send(new GetSecretValueCommand({ SecretId })).then(({ SecretString }) => SecretString);

const may = (Action: string | string[], Resource: string | string[]) => roleWith(aws, root, { Action, Resource });

describe('a parameter', () => {
  test('is told, decrypted, to a role that may read it, by its name or its ARN, and anew when it has changed', async () => {
    const role = await may('ssm:GetParameter', PARAMETER);

    const before = await read(role);
    await put(NAME, 'https://hooks.example.com/2');

    expect([before, await read(role), await read(role, PARAMETER)]).toEqual([
      'https://hooks.example.com/1',
      'https://hooks.example.com/2',
      'https://hooks.example.com/2',
    ]);
  });

  test('is not told in clear without decryption', async () => {
    const { Parameter } = await root.ssm.send(new GetParameterCommand({ Name: NAME }));

    expect(Parameter!.Value).not.toContain('https://');
  });

  test('is refused to a role that may read another', async () => {
    expect(await outcome(read(await may('ssm:GetParameter', `${PARAMETER}/other`)))).toBe('AccessDeniedException');
  });

  test('that is missing is not found by who may read it, and refused to others', async () => {
    const [allowed, refused] = [await may('ssm:GetParameter', '*'), await may('ssm:GetParameter', PARAMETER)];

    const outcomes = [await outcome(read(allowed, '/mfa/none')), await outcome(read(refused, '/mfa/none'))];

    expect(outcomes).toEqual(['ParameterNotFound', 'AccessDeniedException']);
  });

  test('under a key of the account needs the right to decrypt', async () => {
    const [without, withKey] = [
      await may('ssm:GetParameter', '*'),
      await may(['ssm:GetParameter', 'kms:Decrypt'], '*'),
    ];

    expect(await outcome(read(without, '/mfa/own-key'))).toBe('AccessDeniedException');
    expect(await read(withKey, '/mfa/own-key')).toBe('own');
  });
});

describe('a secret', () => {
  test('is told to a role that may read it, by its name or its ARN, and anew when it has changed', async () => {
    const role = await may('secretsmanager:GetSecretValue', secret);

    const before = await readSecret(role, secret);
    await root.secretsManager.send(new PutSecretValueCommand({ SecretId: secret, SecretString: 'changed' }));

    expect([before, await readSecret(role, 'mfa/slack')]).toEqual(['{"url":"https://hooks.example.com/1"}', 'changed']);
  });

  test('is refused to a role that may read another', async () => {
    const role = await may('secretsmanager:GetSecretValue', secret.replace('slack', 'other'));

    expect(await outcome(readSecret(role, secret))).toBe('AccessDeniedException');
  });

  test('that is missing is not found', async () => {
    const role = await may('secretsmanager:GetSecretValue', '*');

    expect(await outcome(readSecret(role, 'mfa/none'))).toBe('ResourceNotFoundException');
  });

  test('under a key of the account needs the right to decrypt', async () => {
    const read = 'secretsmanager:GetSecretValue';
    const [without, withKey] = [await may(read, '*'), await may([read, 'kms:Decrypt'], '*')];

    expect(await outcome(readSecret(without, 'mfa/own-key'))).toBe('AccessDeniedException');
    expect(await readSecret(withKey, 'mfa/own-key')).toBe('s');
  });
});
