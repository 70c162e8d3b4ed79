import {
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  ListServiceSpecificCredentialsCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readServiceCredentials } from '../../../shared/aws/read-service-credentials.ts';
import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';

let aws: LocalAws;
let iam: Clients['iam'];

beforeAll(async () => {
  aws = await startLocalAws();
  ({ iam } = clientsOf(aws));
});
afterAll(() => aws.stop());

test('credentials for single services are listed to the last page, and a user who is not there is refused', async () => {
  await iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));
  const services = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com', 'bedrock.amazonaws.com'];
  for (const ServiceName of services) {
    await iam.send(new CreateServiceSpecificCredentialCommand({ UserName: 'jane.doe', ServiceName }));
  }
  await aws.doors.addFaults({ kind: 'page-size', service: 'iam', action: 'ListServiceSpecificCredentials', size: 1 });

  expect(await readServiceCredentials(iam, 'jane.doe')).toEqual({
    kind: 'service-credentials',
    services: services.toSorted(),
  });
  await expect(iam.send(new ListServiceSpecificCredentialsCommand({ UserName: 'nobody' }))).rejects.toThrow(
    'nobody cannot be found',
  );
});
