import {
  CreateUserCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { untilMail } from '../../local/demo/look.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { callsOf, isGuarded } from './steps.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ mode: 'observe' });
});
afterAll(() => stack.stop());

test('in observe an open user is told, and not touched', async () => {
  await stack.iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));

  await givePassword(stack.iam, 'jane.doe');

  const { text } = await untilMail(stack, 'Would require MFA', 'jane.doe');
  await stack.quiet();
  expect(text).toContain('Nothing was changed');
  expect(await isGuarded(stack, 'jane.doe')).toBe(false);
  expect(await callsOf(stack, 'AttachUserPolicy', 'jane.doe')).toBe(0);
});

test('in observe no role of the stack has the right to attach', async () => {
  const { Roles = [] } = await stack.iam.send(new ListRolesCommand({}));

  const documents = await Promise.all(
    Roles.map(async ({ RoleName }) => {
      const { PolicyNames = [] } = await stack.iam.send(new ListRolePoliciesCommand({ RoleName }));
      const policies = PolicyNames.map((PolicyName) =>
        stack.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
      );
      return (await Promise.all(policies)).map(({ PolicyDocument = '' }) => decodeURIComponent(PolicyDocument));
    }),
  );

  expect(documents.flat().length).toBeGreaterThan(1);
  expect(documents.flat().join()).not.toContain('iam:Attach');
});
