import { IAMClient, ListServiceSpecificCredentialsCommand, NoSuchEntityException } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { readServiceCredentials } from '../../shared/aws/read-service-credentials.ts';

const iam = mockClient(IAMClient);
const read = () => readServiceCredentials(new IAMClient({}), 'jane.doe');
const credential = (ServiceName: string, Status: 'Active' | 'Inactive' = 'Active') => ({
  UserName: 'jane.doe',
  ServiceName,
  Status,
  CreateDate: new Date(0),
  ServiceSpecificCredentialId: 'ACCAEXAMPLE',
});

beforeEach(() => {
  iam.reset();
});

test('services are told once each, of all pages, and inactive credentials are none', async () => {
  iam
    .on(ListServiceSpecificCredentialsCommand, { Marker: undefined })
    .resolves({
      ServiceSpecificCredentials: [credential('codecommit.amazonaws.com'), credential('codecommit.amazonaws.com')],
      IsTruncated: true,
      Marker: 'two',
    })
    .on(ListServiceSpecificCredentialsCommand, { Marker: 'two' })
    .resolves({
      ServiceSpecificCredentials: [
        credential('bedrock.amazonaws.com'),
        credential('cassandra.amazonaws.com', 'Inactive'),
      ],
    });

  expect(await read()).toEqual({
    kind: 'service-credentials',
    services: ['bedrock.amazonaws.com', 'codecommit.amazonaws.com'],
  });
});

test('a user who is gone has none', async () => {
  iam.on(ListServiceSpecificCredentialsCommand).rejects(new NoSuchEntityException({ message: 'x', $metadata: {} }));

  expect(await read()).toEqual({ kind: 'service-credentials', services: [] });
});

test('a refusal is not taken for none', async () => {
  iam.on(ListServiceSpecificCredentialsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

  await expect(read()).rejects.toThrow('no');
});
