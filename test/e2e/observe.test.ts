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
import { callsOf, isGuarded, mailsAbout } from './steps.ts';
import { runNow } from './sweep-steps.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ mode: 'observe', params: { MessagesAMinute: '99999' } });
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

test('in observe the same window reconciled four times tells a user once', async () => {
  const { doors } = stack.aws;
  await doors.trail(false);
  await stack.iam.send(new CreateUserCommand({ UserName: 'four.windows' }));
  await givePassword(stack.iam, 'four.windows');
  await doors.advanceClock(7 * 60);

  for (let window = 0; window < 4; window += 1) {
    const { error } = await runNow(stack, 'reconcile-events');
    expect(error).toBeUndefined();
    await doors.advanceClock(15 * 60);
  }

  expect(await mailsAbout(stack, 'Would require MFA', 'four.windows')).toHaveLength(1);
  expect(await mailsAbout(stack, 'Events do not arrive')).toEqual([]);
});

test('in observe a sweep tells the owner once, and attaches nothing', async () => {
  await stack.aws.doors.seed([{ name: 'swept.twice', password: true, tags: { owner: 'team-a@example.com' } }]);

  for (let day = 0; day < 2; day += 1) {
    const { error } = await runNow(stack, 'sweep-account');
    expect(error).toBeUndefined();
    await stack.aws.doors.advanceClock(24 * 3_600);
  }

  const messages = await mailsAbout(stack, 'Would require MFA');
  expect(messages.filter(({ text }) => text.includes('- swept.twice'))).toHaveLength(1);
  expect(await isGuarded(stack, 'swept.twice')).toBe(false);
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
