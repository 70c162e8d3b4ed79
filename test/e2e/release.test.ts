import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  paginateListEntitiesForPolicy,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { enrolVirtualDevice } from '../../local/demo/arrange.ts';
import { untilGuarded } from '../../local/demo/look.ts';
import { deployStack } from '../../local/deploy.ts';
import { type Access, type Stack, startStack } from '../../local/stack.ts';
import { isGuarded } from './steps.ts';
import { runNow } from './sweep-steps.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BUNDLE = join(PROJECT, 'dist/mfa-enforcer.mjs');
const MANY = 1_000;
const PARAMS = { MaxNewGuards: '5000', MessagesAMinute: '99999', InlineFallback: 'on' };

/** As many managed policies as IAM allows: the guard of such a user is inline. */
const TEN = Array.from({ length: 10 }, (_, n) => `arn:aws:iam::111111111111:policy/some-${n}`);

let stack: Stack;
let folder: string;
const iam = (): IAMClient => stack.iam;

beforeAll(async () => {
  execFileSync(process.execPath, [join(PROJECT, 'cli/bundle.js')]);
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  stack = await startStack({ params: PARAMS });
  for (const arn of TEN) await iam().send(new CreatePolicyCommand(somePolicy(arn)));
});
afterEach(async () => {
  await stack.aws.doors.clearFaults();
  await stack.quiet();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stack.stop();
});

type Ran = { code: number; out: string; err: string };

const environmentOf = ({ accessKeyId, secretAccessKey, sessionToken }: Access) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
});

function ran(file: string, args: readonly string[], access?: Access): Promise<Ran> {
  const own = access === undefined ? {} : environmentOf(access);
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    ...stack.aws.env,
    SLS_AWS_MONITORING_FREQUENCY: '250',
    ...own,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env, cwd: folder, maxBuffer: 64_000_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const release = (args: readonly string[], access: Access) => ran(BUNDLE, ['release', ...args], access);
const remove = (access: Access) => ran(join(PROJECT, 'infrastructure/remove.ts'), ['--yes'], access);

/** The policy that docs/cli.md promises to be enough. */
function documented(): string {
  const text = readFileSync(join(PROJECT, 'docs/cli.md'), 'utf8');
  const [, policy] = /<!-- release-policy -->\s+```json\n([\s\S]+?)```/.exec(text) ?? [];
  return JSON.stringify(JSON.parse(policy ?? ''));
}

/** An administrator of MFA with no more than the documented policy, signed in. */
async function operator(mfa = true): Promise<Access> {
  const UserName = mfa ? 'security.admin' : 'mary.major';
  await iam()
    .send(new CreateUserCommand({ UserName }))
    .catch(() => undefined);
  await iam().send(new PutUserPolicyCommand({ UserName, PolicyName: 'documented', PolicyDocument: documented() }));
  return stack.aws.doors.consoleSession({ user: UserName, mfa });
}

/** The managed policies of each user, then the inline ones. */
async function attachmentsOf(names: readonly string[]): Promise<Record<string, readonly string[]>> {
  const all = names.map(async (UserName) => {
    const { AttachedPolicies = [] } = await iam().send(new ListAttachedUserPoliciesCommand({ UserName }));
    const { PolicyNames = [] } = await iam().send(new ListUserPoliciesCommand({ UserName }));
    return [UserName, [...AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn), ...PolicyNames]] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

async function carriers(): Promise<readonly string[]> {
  const names: string[] = [];
  const PolicyArn = stack.outputs.GuardArn;
  for await (const page of paginateListEntitiesForPolicy({ client: iam() }, { PolicyArn })) {
    names.push(...(page.PolicyUsers ?? []).map(({ UserName = '' }) => UserName));
  }
  return names;
}

const deployIn = (Mode: 'observe' | 'enforce') =>
  deployStack(stack.aws, {
    Mode,
    SecurityEmail: 'security@example.com',
    ...PARAMS,
  });

const refusing = (service: string, action: string, userName?: string) => ({
  kind: 'refuse' as const,
  service,
  action,
  ...(userName === undefined ? {} : { userName }),
  code: 'ServiceFailure',
  status: 400,
  message: 'refused by the test',
  times: 1_000,
});

describe('in enforce', () => {
  test('who would be guarded again is refused and keeps the guard; who enrolled is released and stays so', async () => {
    await stack.aws.doors.seed([
      { name: 'jane.doe', password: true },
      { name: 'john.roe', password: true, path: '/eng/' },
      { name: 'inline', password: true, policies: TEN },
    ]);
    await runNow(stack, 'sweep-account');
    await untilGuarded(stack, 'jane.doe');
    expect(await attachmentsOf(['inline'])).toEqual({ inline: [...TEN, 'aws-mfa-enforcer-guard'] });
    await enrolVirtualDevice(iam(), 'john.roe', 'john.roe');
    await enrolVirtualDevice(iam(), 'inline', 'inline');
    await stack.quiet();
    const access = await operator();

    const ran = await release(['--all', '--yes', '--evidence', 'enforce.jsonl'], access);
    await stack.quiet();

    expect(ran.err).toBe('');
    expect(ran.code).toBe(3);
    expect(ran.out).toContain('- jane.doe: The user has a console password and no MFA device.');
    expect([await isGuarded(stack, 'jane.doe'), await isGuarded(stack, 'john.roe')]).toEqual([true, false]);
    expect(await attachmentsOf(['inline'])).toEqual({ inline: TEN });
    const lines = readFileSync(join(folder, 'enforce.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({
        what: 'released',
        userName: 'john.roe',
        caller: 'arn:aws:iam::111111111111:user/security.admin',
        by: expect.stringMatching(/assumed-role\/.*ReleaseRole.*\/security\.admin$/) as string,
      }),
    );
    const off = /^(Detach|Delete)UserPolicy$/;
    const taken = (await stack.aws.doors.calls()).filter(({ action }) => off.test(action));
    const byTheRole = expect.stringMatching(/assumed-role\/.*ReleaseRole.*\/security\.admin$/) as string;
    expect(taken.map(({ principal }) => principal)).toEqual([byTheRole, byTheRole]);
  });

  test('without MFA nobody takes the ReleaseRole on, whatever IAM allows', async () => {
    const ran = await release(['--all', '--yes'], await operator(false));

    expect(ran.code).toBe(2);
    expect(ran.err).toContain('sts:AssumeRole was denied');
    expect(await isGuarded(stack, 'jane.doe')).toBe(true);
  });

  test('the role takes off no other policy', async () => {
    const {
      AccessKeyId = '',
      SecretAccessKey = '',
      SessionToken = '',
    } = (
      await new STSClient(stack.config(await operator())).send(
        new AssumeRoleCommand({ RoleArn: await roleArn(), RoleSessionName: 'security.admin' }),
      )
    ).Credentials ?? {};
    const access = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };

    await expect(detachOther(access)).rejects.toThrow(/not authorized/);
  });
});

describe('in observe', () => {
  test(`release --all after a sweep of ${MANY} leaves every user exactly as before`, async () => {
    const names = Array.from({ length: MANY }, (_, n) => `many-${n}`);
    const policies = (n: number) => (n % 3 === 0 ? ['arn:aws:iam::aws:policy/ReadOnlyAccess'] : []);
    await stack.aws.doors.seed(
      names.map((name, n) => ({ name, password: true, policies: policies(n), path: n % 2 === 0 ? '/' : '/eng/' })),
    );
    await stack.aws.doors.seed([{ name: 'full', password: true, policies: TEN }, { name: 'enrolled' }]);
    names.push('full', 'enrolled');
    const before = await attachmentsOf(names);
    await stack.aws.doors.forgetReport();
    await runNow(stack, 'sweep-account');
    await attachEnrolled('enrolled');
    expect((await carriers()).length).toBeGreaterThanOrEqual(MANY);
    const guarded = await attachmentsOf(['full', 'enrolled']);
    expect(guarded).toEqual({ full: [...TEN, 'aws-mfa-enforcer-guard'], enrolled: [enrolledArn()] });
    await deployIn('observe');
    const access = await operator();
    await stack.aws.doors.addFaults(refusing('iam', 'DetachUserPolicy', 'many-500'));

    const interrupted = await release(['--all', '--yes'], access);
    await stack.aws.doors.clearFaults();
    const again = await release(['--all', '--json'], access);

    expect(interrupted.code).toBe(2);
    expect(interrupted.out).toContain('many-500 keeps the guard');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ carriers: 1, released: [{ userName: 'many-500' }], notDone: [] });
    expect(await attachmentsOf(names)).toEqual(before);
    expect(await carriers()).toEqual([]);
  }, 480_000);
});

describe('removal', () => {
  test('interrupted after each step and run again, ends with nothing attached and no stack', async () => {
    await deployIn('enforce');
    const access = await operator();
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam().send(new AttachUserPolicyCommand({ UserName: 'security.admin', PolicyArn }));
    await stack.aws.doors.seed([
      { name: 'john.doe', password: true },
      { name: 'jane.roe', password: true, policies: TEN },
    ]);
    await stack.aws.doors.forgetReport();
    await runNow(stack, 'sweep-account');
    expect(await carriers()).toContain('john.doe');
    await attachEnrolled('enrolled');
    const others = ['jane.roe', 'enrolled'];
    const guarded = { 'jane.roe': [...TEN, 'aws-mfa-enforcer-guard'], enrolled: [enrolledArn()] };
    expect(await attachmentsOf(others)).toEqual(guarded);
    const { TableNames: tables = [] } = await tablesNow();

    await stack.aws.doors.addFaults(refusing('iam', 'DetachUserPolicy'));
    await stack.aws.doors.addFaults(refusing('iam', 'DeleteUserPolicy'));
    const stopped = await remove(access);
    await stack.aws.doors.clearFaults();
    expect(stopped.out).toMatch(/1 of 3: [1-9]\d* rules and [2-9] schedules are off/);
    expect(stopped.err).toContain('The stack was not deleted');
    expect(stopped.code).toBe(2);
    expect(await attachmentsOf(others)).toEqual(guarded);
    const { Schedules = [] } = await new SchedulerClient(stack.config()).send(new ListSchedulesCommand({}));
    expect([...new Set(Schedules.map(({ State }) => State))]).toEqual(['DISABLED']);

    await stack.aws.doors.addFaults(refusing('cloudformation', 'DeleteStack'));
    const released = await remove(access);
    await stack.aws.doors.clearFaults();
    expect(released.code).toBe(2);
    expect(released.out).toContain('2 of 3: nobody carries the guard.');
    expect(await carriers()).toEqual([]);
    expect(await attachmentsOf(others)).toEqual({ 'jane.roe': TEN, enrolled: [] });

    const removed = await remove(access);
    expect(removed.err).not.toContain('not deleted');
    expect(removed.code).toBe(0);
    expect(removed.out).toContain('3 of 3: the stack is deleted.');
    await expect(carriers()).rejects.toThrow(/not found/i);
    const kept = tables.filter((name) => name.includes('Exemptions'));
    expect(kept).toHaveLength(1);
    expect((await tablesNow()).TableNames).toEqual(kept);
    expect(await remove(access)).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing to remove') as string,
    });
  }, 480_000);
});

const enrolledArn = () => `${stack.outputs.GuardArn}-enrolled`;

const attachEnrolled = (UserName: string) =>
  iam().send(new AttachUserPolicyCommand({ UserName, PolicyArn: enrolledArn() }));

const somePolicy = (arn: string) => ({
  PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
  PolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
  }),
});

const tablesNow = () => new DynamoDBClient(stack.config()).send(new ListTablesCommand({}));

async function roleArn(): Promise<string> {
  const { Roles = [] } = await iam().send(new ListRolesCommand({}));
  return Roles.find(({ RoleName = '' }) => RoleName.includes('ReleaseRole'))?.Arn ?? '';
}

const detachOther = (access: Access) =>
  new IAMClient(stack.config(access)).send(
    new DetachUserPolicyCommand({ UserName: 'jane.doe', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  );
