import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeactivateMFADeviceCommand,
  IAMClient,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prepareAccount } from '../../local/prepare-account.ts';
import { type LocalAws, startLocalAws } from '../../local/start.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BUNDLE = join(PROJECT, 'dist/mfa-enforcer.mjs');
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

let aws: LocalAws;
let iam: IAMClient;
const folder = mkdtempSync(join(tmpdir(), 'plan-'));

beforeAll(async () => {
  execFileSync(process.execPath, [join(PROJECT, 'cli/bundle.js')]);
  aws = await startLocalAws();
  iam = new IAMClient(config());
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await aws.stop();
});

const config = (accessKeyId = '111111111111', secretAccessKey = aws.env['AWS_SECRET_ACCESS_KEY'] ?? '') => ({
  endpoint: aws.endpoint,
  region: aws.region,
  credentials: { accessKeyId, secretAccessKey },
  maxAttempts: 1,
});

/** A clean account: an administrator with a device, a guard, a user without a password. */
beforeEach(async () => {
  await aws.doors.reset();
  await prepareAccount(config());
  await aws.doors.report({ rootMfa: true, rootPassword: true, rootAccessKeys: 0 });
  await policy('aws-mfa-enforcer-guard', guardDocument('aws'));
  await aws.doors.seed([
    { name: 'security.admin', password: true, devices: ['virtual'], policies: [ADMINISTRATOR] },
    { name: 'robot' },
  ]);
});

async function policy(PolicyName: string, document: object): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }));
  return Policy?.Arn ?? '';
}

const allowing = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

/** Everybody whom a plan has to name. */
async function seedHurts(): Promise<void> {
  const many = await Promise.all(Array.from({ length: 10 }, (_, at) => policy(`own-${at}`, allowing('s3:GetObject'))));
  const boundary = await policy('only-storage', allowing('s3:*'));
  await aws.doors.seed([
    { name: 'deploy.robot', password: true },
    { name: 'emergency', password: true },
    { name: 'last.admin', password: true, policies: [ADMINISTRATOR] },
    { name: 'quota.full', password: true, policies: many },
    { name: 'bounded', password: true },
  ]);
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bounded', PermissionsBoundary: boundary }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'deploy.robot' }));
  const key = config(AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey);
  await new STSClient(key).send(new GetCallerIdentityCommand({}));
  await iam.send(
    new CreateServiceSpecificCredentialCommand({ UserName: 'deploy.robot', ServiceName: 'codecommit.amazonaws.com' }),
  );
}

type Ran = { code: number; out: string; err: string };

function cli(args: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', ...aws.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [BUNDLE, ...args], { env, maxBuffer: 64_000_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;
const codesOf = (document: Record<string, unknown>) =>
  Object.fromEntries(
    (document['users'] as { userName: string; hurts: { code: string }[] }[]).map(({ userName, hurts }) => [
      userName,
      hurts.map(({ code }) => code),
    ]),
  );

describe('plan', () => {
  test('exits with 0 in a clean account, changes nothing, and needs no more than the documented policy', async () => {
    const text = readFileSync(join(PROJECT, 'docs/cli.md'), 'utf8');
    const [, documented = ''] = /<!-- audit-policy -->\s+```json\n([\s\S]+?)```/.exec(text) ?? [];
    await iam.send(new CreateUserCommand({ UserName: 'planner' }));
    await iam.send(
      new PutUserPolicyCommand({ UserName: 'planner', PolicyName: 'documented', PolicyDocument: documented }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'planner' }));
    await aws.doors.clearCalls();

    const ran = await cli(['plan'], {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    });

    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('Nothing hurts');
    const calls = await aws.doors.calls();
    expect(calls.filter(({ status }) => status === 403)).toEqual([]);
    expect(calls.filter(({ action }) => !/^(Get|List|Generate|Lookup|Describe)/.test(action))).toEqual([]);
  });

  test('names the automation, the emergency user, the last administrator, the full quota and the boundary', async () => {
    await seedHurts();
    const arn = (name: string) => `arn:aws:iam::111111111111:user/${name}`;
    await iam.send(new AttachUserPolicyCommand({ UserName: 'robot', PolicyArn: ADMINISTRATOR }));
    const options = ['--break-glass', 'emergency', '--deployer', arn('deploy.robot')];

    const withAnother = await cli(['plan', '--json', ...options]);
    await iam.send(
      new DeactivateMFADeviceCommand({
        UserName: 'security.admin',
        SerialNumber: 'arn:aws:iam::111111111111:mfa/security.admin-1',
      }),
    );
    const ran = await cli(['plan', '--json', ...options]);

    expect([withAnother.code, ran.code]).toEqual([3, 3]);
    expect(codesOf(json(withAnother))['last.admin']).toEqual([]);
    expect(codesOf(json(ran))).toMatchObject({
      'deploy.robot': ['deployer', 'key-in-use', 'service-credential'],
      emergency: ['break-glass'],
      'last.admin': ['last-administrator'],
      'quota.full': ['policy-quota'],
      bounded: ['enrolment-blocked'],
      robot: [],
    });
    expect(json(ran)).toMatchObject({ exitCode: 3, complete: true, counts: { guarded: 6, untouched: 1 } });
    const people = await cli(['plan', ...options]);
    expect(people.out).toMatch(/STOP last-administrator \(2\)/);
    expect(people.out.replaceAll(/\s+/g, ' ')).toContain('last for sts in us-east-1');
    expect(people.out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  test('from a snapshot it tells the same as live, and asks nobody', async () => {
    await seedHurts();
    const live = await cli(['plan', '--json', '--break-glass', 'emergency']);
    const file = join(folder, 'audit.json');
    writeFileSync(file, (await cli(['audit', '--json'])).out);
    await aws.doors.clearCalls();

    const saved = await cli(['plan', '--from', file, '--json', '--break-glass', 'emergency'], {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    });

    expect(saved).toMatchObject({ code: live.code, err: '' });
    expect({ ...json(saved), takenAt: '' }).toEqual({ ...json(live), takenAt: '' });
    expect(await aws.doors.calls()).toEqual([]);
  });

  test('exits with 2, and names the action, when service-specific credentials may not be listed', async () => {
    await aws.doors.seed([{ name: 'jane.doe', password: true }]);
    await aws.doors.addFaults({
      kind: 'refuse',
      service: 'iam',
      action: 'ListServiceSpecificCredentials',
      code: 'AccessDenied',
      status: 403,
      message: 'no',
      times: 99,
    });

    const ran = await cli(['plan']);

    expect(ran.code).toBe(2);
    expect(ran.out).toContain('service-specific credentials of 1 users: iam:ListServiceSpecificCredentials was denied');
  });
});
