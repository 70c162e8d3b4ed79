import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { findMail, isGuarded } from '../../local/demo/look.ts';
import type { Stack } from '../../local/stack.ts';
import { until } from '../../local/until.ts';

export const DEVICE_CODES = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' } as const;

/** Waits until a function has nothing left but a retry, then sets the clock forward to it. */
export async function nextAttempt(stack: Stack, seconds: number): Promise<void> {
  await until(
    'a retry to wait for',
    async () => {
      const deliveries = await stack.aws.doors.deliveries();
      const idle = deliveries.every(({ running, queued }) => running + queued === 0);
      return idle && deliveries.some(({ waiting }) => waiting.length > 0) ? true : undefined;
    },
    60_000,
  );
  await stack.aws.doors.advanceClock(seconds);
}

/** Lambda's two retries: after one minute, and after two more. */
export async function throughRetries(stack: Stack): Promise<void> {
  await nextAttempt(stack, 60);
  await nextAttempt(stack, 120);
  await stack.quiet();
}

export async function untilCalled(stack: Stack, action: string, userName: string): Promise<void> {
  await until(`${action} of ${userName}`, async () =>
    (await callsOf(stack, action, userName)) > 0 ? true : undefined,
  );
}

/** How often the stack's functions called IAM so for the user, refused calls included. */
export async function callsOf(stack: Stack, action: string, userName: string): Promise<number> {
  const calls = await stack.aws.doors.calls();
  return calls.filter(
    (call) => call.action === action && call.userName === userName && call.principal.includes(':assumed-role/'),
  ).length;
}

export async function mailsAbout(stack: Stack, ...words: readonly string[]) {
  return findMail(stack.aws, words);
}

/** The same event, delivered to evaluate-user so often, all at once. */
export async function deliver(stack: Stack, envelope: unknown, times: number): Promise<void> {
  const lambda = new LambdaClient(stack.config());
  const invoke = () =>
    lambda.send(
      new InvokeCommand({
        FunctionName: stack.outputs.EvaluateUserFunction,
        InvocationType: 'Event',
        Payload: JSON.stringify(envelope),
      }),
    );
  await Promise.all(Array.from({ length: times }, invoke));
}

export { isGuarded };
