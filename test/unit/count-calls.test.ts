import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { HttpResponse } from '@smithy/core/protocols';
import { expect, test } from 'vitest';
import { counted } from '../../shared/aws/count-calls.ts';
import { iamClient } from '../../shared/aws/iam-client.ts';

test('every request counts, those that the SDK makes again too', async () => {
  let requests = 0;
  const calls = { made: 0 };
  const handle = () => {
    requests += 1;
    const statusCode = requests < 3 ? 503 : 200;
    return Promise.resolve({ response: new HttpResponse({ statusCode, headers: {}, body: undefined }) });
  };
  const iam = counted(
    iamClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      requestHandler: { handle },
    }),
    calls,
  );

  await iam.send(new GetAccountSummaryCommand({})).catch(() => undefined);

  expect(requests).toBeGreaterThan(1);
  expect(calls.made).toBe(requests);
});
