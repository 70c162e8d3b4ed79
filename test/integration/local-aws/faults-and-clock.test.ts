import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeactivateMFADeviceCommand,
  DeleteLoginProfileCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyText } from './matching.ts';
import { functionsAtRest } from './eventually.ts';
import { functionStack } from './function-stack.ts';
import { outcome } from './outcome.ts';
import { createStack } from './stack.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const CODES = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(() => aws.doors.clearFaults());
afterAll(() => aws.stop());

let created = 0;

async function createUser(): Promise<string> {
  const UserName = `jane.doe.${created++}`;
  await root.iam.send(new CreateUserCommand({ UserName }));
  return UserName;
}

describe('a refusal', () => {
  test('answers as many calls as it says, of the user it names', async () => {
    const [jane, john] = [await createUser(), await createUser()];
    await aws.doors.addFaults({
      kind: 'refuse',
      service: 'iam',
      action: 'AttachUserPolicy',
      userName: jane,
      code: 'Throttling',
      status: 400,
      message: 'Rate exceeded',
      times: 2,
    });
    const attach = (UserName: string) =>
      outcome(root.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR })));

    const outcomes = [await attach(jane), await attach(john), await attach(jane), await attach(jane)];

    expect(outcomes).toEqual(['Throttling', 'answered', 'Throttling', 'answered']);
  });

  test('speaks the protocol of its service', async () => {
    await aws.doors.addFaults({
      kind: 'refuse',
      service: 'dynamodb',
      action: 'ListTables',
      code: 'InternalServerError',
      status: 500,
      message: 'not now',
      times: 1,
    });

    const refused = await outcome(root.dynamoDb.send(new ListTablesCommand({})));

    expect(refused).toBe('InternalServerError');
  });

  test('begins after as many calls as it says, whatever they are', async () => {
    const refusal = {
      kind: 'refuse',
      service: '*',
      code: 'ServiceFailure',
      status: 500,
      message: 'no',
      times: 1,
    } as const;
    const list = () => outcome(root.iam.send(new ListUsersCommand({})));
    const tables = () => outcome(root.dynamoDb.send(new ListTablesCommand({})));

    await aws.doors.addFaults({ ...refusal, after: 2 });
    const outcomes = [await list(), await tables(), await list(), await tables()];

    expect(outcomes).toEqual(['answered', 'answered', 'ServiceFailureException', 'answered']);
  });

  test('is for the caller that it names', async () => {
    const UserName = await createUser();
    const { iam } = clientsOf(aws, await accessKeyOf(root, UserName));
    await aws.doors.addFaults({
      kind: 'refuse',
      principal: `user/${UserName}`,
      code: 'ServiceFailure',
      status: 500,
      message: 'no',
      times: 9,
    });

    const outcomes = [
      await outcome(root.iam.send(new ListUsersCommand({}))),
      await outcome(iam.send(new ListUsersCommand({}))),
    ];

    expect(outcomes).toEqual(['answered', 'ServiceFailureException']);
  });

  test('ends when it is cleared', async () => {
    const UserName = await createUser();
    await aws.doors.addFaults({
      kind: 'refuse',
      service: 'iam',
      action: 'ListMFADevices',
      code: 'ServiceFailure',
      status: 500,
      message: 'not now',
      times: 99,
    });

    await aws.doors.clearFaults();
    const answered = await outcome(root.iam.send(new ListMFADevicesCommand({ UserName })));

    expect(answered).toBe('answered');
  });
});

test('a rate throttles each action by itself, and lets calls through again as time passes', async () => {
  const UserName = await createUser();
  await aws.doors.addFaults({ kind: 'rate', service: 'iam', perSecond: 2 });
  const list = () => outcome(root.iam.send(new ListUsersCommand({})));
  const devices = () => outcome(root.iam.send(new ListMFADevicesCommand({ UserName })));

  const first = [await list(), await list(), await list(), await devices()];
  await aws.doors.advanceClock(10);
  const second = [await list(), await list(), await list()];

  expect(first).toEqual(['answered', 'answered', 'Throttling', 'answered']);
  expect(second).toEqual(['answered', 'answered', 'Throttling']);
});

describe('a stale read', () => {
  test('does not know of a password until its time has passed', async () => {
    const UserName = await createUser();
    await aws.doors.addFaults({ kind: 'stale', service: 'iam', action: 'GetLoginProfile', seconds: 30 });
    const read = () => outcome(root.iam.send(new GetLoginProfileCommand({ UserName })));

    await root.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a pass phrase' }));
    const soon = await read();
    await aws.doors.advanceClock(31);
    const later = await read();

    expect([soon, later]).toEqual(['NoSuchEntityException', 'answered']);
  });

  test('still knows a password that was deleted', async () => {
    const UserName = await createUser();
    await root.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a pass phrase' }));
    await aws.doors.addFaults({
      kind: 'stale',
      service: 'iam',
      action: 'GetLoginProfile',
      userName: UserName,
      seconds: 30,
    });
    const read = () => outcome(root.iam.send(new GetLoginProfileCommand({ UserName })));

    await root.iam.send(new DeleteLoginProfileCommand({ UserName }));
    const soon = await read();
    await aws.doors.advanceClock(31);
    const later = await read();

    expect([soon, later]).toEqual(['answered', 'NoSuchEntityException']);
  });

  test('shows the devices as they were before the last change', async () => {
    const [UserName, SerialNumber] = [await createUser(), 'GAHT12345678'];
    await aws.doors.addFaults({ kind: 'stale', service: 'iam', action: 'ListMFADevices', seconds: 30 });
    const count = async () => (await root.iam.send(new ListMFADevicesCommand({ UserName }))).MFADevices!.length;

    await root.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...CODES }));
    const enabledSoon = await count();
    await aws.doors.advanceClock(31);
    const enabledLater = await count();
    await root.iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
    const deactivatedSoon = await count();
    await aws.doors.advanceClock(31);
    const deactivatedLater = await count();

    expect([enabledSoon, enabledLater, deactivatedSoon, deactivatedLater]).toEqual([0, 1, 1, 0]);
  });
});

test('latency delays the calls that it names', async () => {
  const UserName = await createUser();
  await aws.doors.addFaults({ kind: 'latency', service: 'iam', milliseconds: 120 });

  const start = performance.now();
  await root.iam.send(new ListMFADevicesCommand({ UserName }));
  const slow = performance.now() - start;

  expect(slow).toBeGreaterThanOrEqual(119);
});

test('a fault of an unknown kind, or without what it needs, is refused', async () => {
  await expect(aws.doors.addFaults({ kind: 'flood' } as never)).rejects.toThrow('kind must be one of');
  await expect(aws.doors.addFaults({ kind: 'stale' } as never)).rejects.toThrow('stale needs');
});

describe('the clock', () => {
  test('dates what IAM creates', async () => {
    const UserName = await createUser();
    const { now } = await aws.doors.advanceClock(3600);

    await root.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a pass phrase' }));
    await root.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: 'GAHT1', ...CODES }));
    const { LoginProfile } = await root.iam.send(new GetLoginProfileCommand({ UserName }));
    const { MFADevices } = await root.iam.send(new ListMFADevicesCommand({ UserName }));

    const difference = (date: Date) => Math.abs(date.getTime() - new Date(now).getTime());
    expect(difference(LoginProfile!.CreateDate!)).toBeLessThan(5_000);
    expect(difference(MFADevices![0]!.EnableDate!)).toBeLessThan(5_000);
  });

  test('is that of the functions too, from one invocation to the next', async () => {
    const stack = functionStack({
      code: `
        const loaded = Date.now();
        exports.handler = async () => ({
          loaded,
          now: Date.now(),
          made: new Date().getTime(),
          fixed: new Date('2020-01-02T03:04:05Z').toISOString(),
          isDate: new Date() instanceof Date,
          text: typeof Date(),
        });`,
      eventPattern: { source: ['nobody'] },
    });
    const { outputs } = await createStack(root.cloudFormation, 'clock', stack);
    const invoke = async () => {
      const { Payload } = await root.lambda.send(new InvokeCommand({ FunctionName: outputs['FunctionName'] }));
      return JSON.parse(new TextDecoder().decode(Payload)) as Record<string, number | string | boolean>;
    };

    const before = await invoke();
    await aws.doors.advanceClock(86_400);
    const after = await invoke();
    const { now } = await aws.doors.clock();

    expect(before).toMatchObject({ fixed: '2020-01-02T03:04:05.000Z', isDate: true, text: 'string' });
    expect(after['loaded']).toBe(before['loaded']);
    expect(Number(after['now']) - Number(before['now'])).toBeGreaterThanOrEqual(86_400_000);
    expect(Math.abs(Number(after['made']) - new Date(now).getTime())).toBeLessThan(5_000);
  });

  test('set forward wakes a function that sleeps', async () => {
    const stack = functionStack({
      code: `
        const { setTimeout: sleep } = require('node:timers/promises');
        exports.handler = async () => {
          const start = Date.now();
          const value = await sleep(120_000, 'slept');
          return { value, seconds: (Date.now() - start) / 1000 };
        };`,
      eventPattern: { source: ['nobody'] },
    });
    const { outputs } = await createStack(root.cloudFormation, 'sleep', stack);
    const start = performance.now();

    const sleeping = root.lambda.send(new InvokeCommand({ FunctionName: outputs['FunctionName'] }));
    const waking = setInterval(() => void aws.doors.advanceClock(30), 50);
    const { Payload } = await sleeping;
    clearInterval(waking);

    const answer = JSON.parse(new TextDecoder().decode(Payload)) as { value: string; seconds: number };
    expect(answer.value).toBe('slept');
    expect(answer.seconds).toBeGreaterThanOrEqual(120);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('set forward does not keep functions from calling AWS as their role', async () => {
    const code = `
      const { createHash, createHmac } = require('node:crypto');
      const hash = (data) => createHash('sha256').update(data).digest('hex');
      const hmac = (key, data) => createHmac('sha256', key).update(data).digest();
      exports.handler = async () => {
        const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
        const url = new URL(process.env.AWS_ENDPOINT_URL);
        const at = new Date().toISOString().replace(/[-:]|\\.\\d{3}/g, '');
        const scope = at.slice(0, 8) + '/us-east-1/sts/aws4_request';
        const body = 'Action=GetCallerIdentity&Version=2011-06-15';
        const signed = 'host;x-amz-date;x-amz-security-token';
        const canonical = ['POST', '/', '', 'host:' + url.host, 'x-amz-date:' + at, 'x-amz-security-token:' + token, '',
          signed, hash(body)].join('\\n');
        let key = 'AWS4' + secret;
        for (const part of scope.split('/')) key = hmac(key, part);
        const signature = createHmac('sha256', key)
          .update(['AWS4-HMAC-SHA256', at, scope, hash(canonical)].join('\\n')).digest('hex');
        const response = await fetch(url, { method: 'POST', body, headers: {
          'content-type': 'application/x-www-form-urlencoded', 'x-amz-date': at, 'x-amz-security-token': token,
          authorization: 'AWS4-HMAC-SHA256 Credential=' + id + '/' + scope + ', SignedHeaders=' + signed +
            ', Signature=' + signature } });
        return { status: response.status, text: await response.text() };
      };`;
    const stack = functionStack({ code, eventPattern: { source: ['nobody'] } });
    const { outputs } = await createStack(root.cloudFormation, 'identity', stack);
    await aws.doors.clearCalls();

    await aws.doors.advanceClock(7 * 86_400);
    const { Payload } = await root.lambda.send(new InvokeCommand({ FunctionName: outputs['FunctionName'] }));
    await functionsAtRest(aws);
    const calls = await aws.doors.calls();

    const role = outputs['RoleArn']!.split('/').at(-1)!;
    const principal = `arn:aws:sts::${aws.accountId}:assumed-role/${role}/${outputs['FunctionName']}`;
    const answer = JSON.parse(new TextDecoder().decode(Payload)) as { status: number; text: string };
    expect(answer.text).toContain(principal);
    expect(calls).toContainEqual(
      expect.objectContaining({ service: 'sts', action: 'GetCallerIdentity', principal, status: 200 }),
    );
  });
});

test('calls tell who called what about whom, and what came of it', async () => {
  const UserName = await createUser();
  await aws.doors.clearCalls();

  await outcome(root.iam.send(new GetLoginProfileCommand({ UserName })));
  await outcome(root.dynamoDb.send(new ListTablesCommand({})));
  const calls = await aws.doors.calls();

  const principal = `arn:aws:iam::${aws.accountId}:root`;
  expect(calls).toEqual([
    {
      at: anyText,
      service: 'iam',
      action: 'GetLoginProfile',
      principal,
      status: 404,
      error: 'NoSuchEntity',
      userName: UserName,
    },
    { at: anyText, service: 'dynamodb', action: 'ListTables', principal, status: 200 },
  ]);
});

test('a reset empties the account and sets the clock back', async () => {
  const UserName = await createUser();
  await aws.doors.advanceClock(60);

  await aws.doors.reset();
  const user = await outcome(root.iam.send(new ListMFADevicesCommand({ UserName })));
  const { offsetSeconds } = await aws.doors.clock();

  expect(user).toBe('NoSuchEntityException');
  expect(offsetSeconds).toBe(0);
});
