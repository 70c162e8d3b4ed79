import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Stack } from '../../local/stack.ts';

export type Swept = { readonly result: Record<string, unknown>; readonly error: string | undefined };

/** Part of the sweep's and the reconciliation's principal: faults for them leave the test's own calls alone. */
export const SWEEPER = 'sweep-account';
export const RECONCILER = 'reconcile-events';

/** Runs a function now and waits for what it answers; `error` is the name of what it threw. */
export async function runNow(stack: Stack, name: string, payload: object = {}): Promise<Swept> {
  const lambda = new LambdaClient({ ...stack.config(), maxAttempts: 1 });
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: `aws-mfa-enforcer-prod-${name}`, Payload: JSON.stringify(payload) }),
  );
  const result = JSON.parse(Payload?.transformToString() ?? '{}') as Record<string, unknown>;
  return { result, error: FunctionError === undefined ? undefined : String(result['errorType']) };
}

/** Calls that the function made, by action. */
export async function callsBy(stack: Stack, principal: string): Promise<Record<string, number>> {
  const calls = (await stack.aws.doors.calls()).filter((call) => call.principal.includes(principal));
  const counted: Record<string, number> = {};
  for (const { action } of calls) counted[action] = (counted[action] ?? 0) + 1;
  return counted;
}

/** The metrics of that name that functions wrote, summed. */
export async function metricOf(stack: Stack, name: string): Promise<number> {
  const metrics = await stack.aws.doors.metrics();
  return metrics.filter((metric) => metric.name === name).reduce((sum, { value }) => sum + value, 0);
}
