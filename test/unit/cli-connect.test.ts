import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectToAws } from '../../cli/connect.ts';
import type { ConnectionOptions } from '../../cli/connection-options.ts';
import { newWatch } from '../../cli/watch.ts';

const sts = mockClient(STSClient);
const cloudTrail = mockClient(CloudTrailClient);
const iam = mockClient(IAMClient);

beforeEach(() => {
  for (const mock of [sts, cloudTrail, iam]) mock.reset();
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  cloudTrail.on(LookupEventsCommand).resolves({ Events: [] });
  iam.on(GetAccountSummaryCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
});
afterEach(() => vi.unstubAllEnvs());

const connect = (options: ConnectionOptions = {}, partition = 'aws', environment = {}) => {
  sts
    .on(GetCallerIdentityCommand)
    .resolves({ Account: '111111111111', Arn: `arn:${partition}:iam::111111111111:user/auditor` });
  const terminal = {
    environment,
    out: () => undefined,
    err: () => undefined,
    outIsTerminal: false,
    errIsTerminal: false,
    ask: () => Promise.resolve(undefined),
    append: () => undefined,
  };
  return connectToAws(options, terminal, newWatch());
};

const regionOf = (mock: { call(at: number): { thisValue: unknown } }) =>
  (mock.call(0).thisValue as STSClient).config.region();

test('account and partition are the caller’s', async () => {
  const { account, caller } = await connect({}, 'aws-cn');

  expect(account).toEqual({ id: '111111111111', partition: 'aws-cn' });
  expect(caller).toBe('arn:aws-cn:iam::111111111111:user/auditor');
});

test.each([
  ['nothing says otherwise', {}, {}, undefined, 'us-east-1'],
  ['AWS_DEFAULT_REGION does', {}, { AWS_DEFAULT_REGION: 'eu-west-3' }, undefined, 'eu-west-3'],
  ['AWS_REGION does', {}, { AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-2', 'eu-west-2'],
  ['--region does', { region: 'eu-west-1' }, {}, 'eu-west-2', 'eu-west-1'],
])('when %s, that is the Region', async (_, options, environment, ofProcess, region) => {
  vi.stubEnv('AWS_REGION', ofProcess);

  await connect(options, 'aws', environment);

  expect(await regionOf(sts)).toBe(region);
});

test.each([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-other', 'eu-west-1'],
])('event history of %s is asked in %s, wherever else is worked: elsewhere it is empty', async (partition, home) => {
  const { history } = await connect({ region: 'eu-west-1' }, partition);

  await history.between(new Date(0), new Date(1), [['EventName', 'UpdateUser']]);

  expect(await regionOf(cloudTrail)).toBe(home);
});
