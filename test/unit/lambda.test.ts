import type { Context } from 'aws-lambda';
import { beforeAll, expect, test, vi } from 'vitest';
import { InvalidEventError } from '../../shared/events/invalid-event-error.ts';
import type { Answer } from '../../shared/runtime/answer.ts';
import type { lambda as Lambda } from '../../shared/runtime/lambda.ts';
import { readAlertSettings } from '../../shared/runtime/settings.ts';

type Run = (event: unknown, services: object) => Promise<Answer>;

let lambda: typeof Lambda;
const context = { functionName: 'f', awsRequestId: 'r', getRemainingTimeInMillis: () => 1000 } as unknown as Context;
const invoke = (run: Run, build = () => ({ calls: { made: 0 } })) => lambda(build, run)({}, context);

beforeAll(async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  ({ lambda } = await import('../../shared/runtime/lambda.ts'));
});

test('what a function answers is answered', async () => {
  expect(await invoke(() => Promise.resolve({ ignored: 'nothing' }))).toEqual({ ignored: 'nothing' });
});

test('an error reaches Lambda under its own name, so that retry and dead-letter queue work', async () => {
  const error = new InvalidEventError('detail.eventName');

  await expect(invoke(() => Promise.reject(error))).rejects.toBe(error);
});

test('an error of AWS reaches Lambda under a name that says what to do, with its cause', async () => {
  const cause = Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $metadata: {} });

  await expect(invoke(() => Promise.reject(cause))).rejects.toMatchObject({ name: 'AwsCallError', cause });
});

test('settings that are missing reach Lambda under the name of the variable, at each event anew', async () => {
  const build = vi.fn(() => ({ ...readAlertSettings({}), calls: { made: 0 } }));
  const handler = lambda(build, () => Promise.resolve({ ignored: 'nothing' }));

  await expect(handler({}, context)).rejects.toThrow('ACCOUNT_ID is missing');
  await expect(handler({}, context)).rejects.toThrow('ACCOUNT_ID is missing');
  expect(build).toHaveBeenCalledTimes(2);
});

test('services are built once', async () => {
  const build = vi.fn(() => ({ calls: { made: 0 } }));
  const handler = lambda(build, () => Promise.resolve({ ignored: 'nothing' }));

  await handler({}, context);
  await handler({}, context);

  expect(build).toHaveBeenCalledTimes(1);
});
