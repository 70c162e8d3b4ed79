import { CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ auth: false });
});

afterAll(() => aws.stop());

test('a user without rights may do anything', async () => {
  const root = clientsOf(aws);
  await root.iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));
  const key = clientsOf(aws, await accessKeyOf(root, 'jane.doe'));

  const { Users } = await key.iam.send(new ListUsersCommand({}));

  expect(Users).toHaveLength(1);
});
