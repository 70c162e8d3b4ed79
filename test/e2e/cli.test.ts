import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { prepareAccount } from '../../local/prepare-account.ts';
import { type LocalAws, startLocalAws } from '../../local/start.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS, GUARD_NAMES } from '../../shared/domain/guard-name.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BUNDLE = join(PROJECT, 'dist/mfa-enforcer.mjs');
const GUARD = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';

let aws: LocalAws;
let iam: IAMClient;

beforeAll(async () => {
  execFileSync(process.execPath, [join(PROJECT, 'cli/bundle.js')]);
  aws = await startLocalAws();
  iam = new IAMClient(config());
});
afterAll(() => aws.stop());

const config = () => ({
  endpoint: aws.endpoint,
  region: aws.region,
  credentials: { accessKeyId: '111111111111', secretAccessKey: aws.env['AWS_SECRET_ACCESS_KEY'] ?? '' },
  maxAttempts: 1,
});

/** An account with a trail, one user of each kind, and the guard's policy. */
beforeEach(async () => {
  await aws.doors.reset();
  await prepareAccount(config());
  await aws.doors.report({ rootMfa: true, rootPassword: true, rootAccessKeys: 0 });
  for (const kind of GUARD_KINDS) {
    const PolicyDocument = JSON.stringify(guardDocument('aws', kind));
    await iam.send(new CreatePolicyCommand({ PolicyName: GUARD_NAMES[kind], PolicyDocument }));
  }
  await aws.doors.seed([
    { name: 'open.one', password: true },
    { name: 'open.two', password: true, path: '/eng/' },
    { name: 'app.user', password: true, devices: ['virtual'] },
    {
      name: 'key.admin',
      password: true,
      devices: ['passkey'],
      policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    },
    { name: 'guarded.user', password: true },
    { name: 'robot' },
  ]);
  await iam.send(new AttachUserPolicyCommand({ UserName: 'guarded.user', PolicyArn: GUARD }));
  await aws.doors.clearCalls();
});

type Ran = { code: number; out: string; err: string };

function cli(args: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', ...aws.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [BUNDLE, ...args], { env, maxBuffer: 64_000_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** The policies that docs/cli.md promises to be enough. */
function documented(name: 'audit' | 'sweep'): string {
  const text = readFileSync(join(PROJECT, 'docs/cli.md'), 'utf8');
  const [, policy] = new RegExp(`<!-- ${name}-policy -->\\s+\`\`\`json\\n([\\s\\S]+?)\`\`\``).exec(text) ?? [];
  return JSON.stringify(JSON.parse(policy ?? ''));
}

/** A key of a user who has nothing but these policies. */
async function keyOf(UserName: string, ...policies: readonly string[]): Promise<Record<string, string>> {
  await iam.send(new CreateUserCommand({ UserName }));
  for (const [at, PolicyDocument] of policies.entries()) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: `documented-${at}`, PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  };
}

const without = (policy: string, action: string) =>
  JSON.stringify(JSON.parse(policy), (_, value: unknown) =>
    Array.isArray(value) ? value.filter((one) => one !== action) : value,
  );

const json = ({ out }: Ran) => JSON.parse(out) as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- the document is what is tested

const isGuarded = async (UserName: string) => {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  return AttachedPolicies.some(({ PolicyArn }) => PolicyArn === GUARD);
};

describe('audit', () => {
  test('tells each kind of user apart, with no more than the documented policy, and changes nothing', async () => {
    const key = await keyOf('auditor', documented('audit'));
    await aws.doors.clearCalls();

    const ran = await cli(['audit'], key);

    expect(ran.err).toBe('');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/open\.one +never +none +no +off +0 +attach guard/);
    expect(ran.out).toMatch(/app\.user +never +MFA \(kind not read\) +no +off +0 +compliant/);
    expect(ran.out).toMatch(/key\.admin .+ yes +off +0 +compliant/);
    expect(ran.out).toMatch(/guarded\.user +never +none +no +on +0 +must enrol/);
    expect(ran.out).not.toMatch(/^ {2}robot/m);
    expect(ran.out).toContain('CRITICAL password-without-device (2)');
    const calls = await aws.doors.calls();
    expect(calls.filter(({ status }) => status === 403)).toEqual([]);
    expect(calls.filter(({ action }) => !/^(Get|List|Generate|Lookup|Describe)/.test(action))).toEqual([]);
    expect(ran.out).toContain(`${calls.length} API calls`);
  });

  test('with --deep it reads the kinds of all devices', async () => {
    const ran = await cli(['audit', '--deep']);

    expect(ran.out).toMatch(/key\.admin +never +1 passkey +yes/);
    expect(ran.out).toMatch(/app\.user +never +1 virtual +no/);
    expect(ran.out).not.toContain('kind not read');
  });

  test('with --json there is one document on stdout and nothing else', async () => {
    const ran = await cli(['audit', '--json']);

    const document = json(ran);
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(document).toMatchObject({ schemaVersion: 1, command: 'audit', exitCode: 1, complete: true, unread: [] });
    expect(document['users']).toHaveLength(5);
  });

  test.each([
    ['iam:GetAccountSummary', 'what root has'],
    ['iam:GetAccountAuthorizationDetails', 'users, groups and policies'],
    ['iam:ListVirtualMFADevices', 'the virtual MFA devices'],
    ['iam:GetCredentialReport', 'the credential report'],
    ['iam:GenerateCredentialReport', 'the credential report'],
    ['cloudtrail:LookupEvents', 'event history'],
    ['cloudtrail:DescribeTrails', 'the trail'],
    ['cloudtrail:GetTrailStatus', 'the trail'],
    ['cloudtrail:GetEventSelectors', 'the trail'],
  ])('without %s it goes on, names the action, and exits with 2', async (action, what) => {
    const key = await keyOf('auditor', without(documented('audit'), action));

    const ran = await cli(['audit'], key);

    expect(ran.code).toBe(2);
    expect(ran.out).toContain(`${what}: ${action} was denied (AccessDenied`);
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(`Allow ${action} to arn:aws:iam::111111111111:user/auditor`);
    expect(ran.out).toContain('open.one');
  });

  test.each([
    ['iam:GetLoginProfile', 'console passwords'],
    ['iam:ListMFADevices', 'MFA devices'],
  ])('without %s the suspects are not known, and said to be so', async (action, what) => {
    const key = await keyOf('auditor', without(documented('audit'), action));

    const ran = await cli(['audit'], key);

    expect(ran.code).toBe(2);
    expect(ran.out).toMatch(new RegExp(`- ${what} of \\d users: ${action} was denied`));
    expect(ran.out).toMatch(/open\.one .+ not known/);
  });

  test('a password that was given after the report was made is seen by event history', async () => {
    await cli(['audit']);
    await givePassword(iam, 'robot');

    const ran = await cli(['audit', '--json']);

    expect(json(ran)['users']).toContainEqual(
      expect.objectContaining({ userName: 'robot', compliance: 'non-compliant', desired: 'guard' }),
    );
  });
});

describe('sweep', () => {
  const SWEEP = ['sweep', '--guard-arn', GUARD] as const;

  test('guards two with no more than the documented policies, and the second run does nothing', async () => {
    const key = await keyOf('sweeper', documented('audit'), documented('sweep'));

    const first = await cli(SWEEP, key);
    const second = await cli([...SWEEP, '--json'], key);

    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('Guarded now (2)');
    expect([await isGuarded('open.one'), await isGuarded('open.two')]).toEqual([true, true]);
    expect([await isGuarded('app.user'), await isGuarded('key.admin')]).toEqual([false, false]);
    expect(second.code).toBe(0);
    expect(json(second)).toMatchObject({ outcome: 'complete', guarded: [], notDone: [], wouldBeGuarded: [] });
  });

  test('the fuse holds: nobody is guarded, who they would be and how to go on is told', async () => {
    const ran = await cli([...SWEEP, '--max-new-guards', '1']);

    expect(ran.code).toBe(3);
    expect(ran.out).toContain('- open.one');
    expect(ran.out).toContain('--max-new-guards 2');
    expect([await isGuarded('open.one'), await isGuarded('open.two')]).toEqual([false, false]);
  });

  test('with every-password whoever has a password is guarded', async () => {
    const ran = await cli([...SWEEP, '--scope', 'every-password']);

    expect(ran.out).toContain('Guarded now (4)');
    expect([await isGuarded('app.user'), await isGuarded('robot')]).toEqual([true, false]);
  });

  test('who cannot be guarded is named, and the others are', async () => {
    await aws.doors.addFaults({
      kind: 'refuse',
      service: 'iam',
      action: 'AttachUserPolicy',
      userName: 'open.one',
      code: 'LimitExceeded',
      status: 409,
      message: 'Cannot exceed quota for PoliciesPerUser: 10',
      times: 99,
    });

    const ran = await cli(SWEEP);

    expect(ran.code).toBe(2);
    expect(ran.out).toContain('open.one stays open: the quota PoliciesPerUser is full');
    expect(await isGuarded('open.two')).toBe(true);
  });

  test('denied the attach, it names the action and whom to allow it to', async () => {
    const key = await keyOf('sweeper', documented('audit'), documented('sweep').replace('AttachUserPolicy', 'GetUser'));

    const ran = await cli(SWEEP, key);

    expect(ran.code).toBe(2);
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(
      'Allow iam:AttachUserPolicy to arn:aws:iam::111111111111:user/sweeper',
    );
  });

  test('it refuses when the guard policy does not exist', async () => {
    const ran = await cli(['sweep', '--guard-arn', `${GUARD}-typo`]);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`${GUARD}-typo does not exist, so nobody was guarded`);
    expect(await isGuarded('open.one')).toBe(false);
  });

  test('neither report nor details: it says that there may be users of whom it does not know', async () => {
    const policy = without(documented('audit'), 'iam:GetCredentialReport');
    const key = await keyOf('sweeper', without(policy, 'iam:GetAccountAuthorizationDetails'), documented('sweep'));

    const ran = await cli(SWEEP, key);

    expect(ran.code).toBe(2);
    expect(ran.out).toContain('There may be users who are not known');
  });
});

describe('what ends a command is one sentence with the action', () => {
  test.each([
    ['no credentials', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, 'No AWS credentials were found'],
    ['a wrong key', { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }, 'AWS does not accept the credentials'],
    ['nobody there', { AWS_ENDPOINT_URL: 'http://me:hidden@127.0.0.1:9' }, 'the endpoint 127.0.0.1:9 does not answer'],
  ])('%s', async (_, environment, sentence) => {
    const ran = await cli(['audit', '--json'], environment);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
    expect(ran.err).toContain('sts:GetCallerIdentity');
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(ran.err + ran.out).not.toContain('hidden');
    expect(json(ran)).toMatchObject({ schemaVersion: 1, exitCode: 2, error: { action: 'sts:GetCallerIdentity' } });
  });
});

test('--profile goes before the keys in the environment', async () => {
  const key = await keyOf('auditor', documented('audit'));
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const file = join(folder, 'credentials');
  const secret = key['AWS_SECRET_ACCESS_KEY'] ?? '';
  writeFileSync(file, `[audits]\naws_access_key_id = ${key['AWS_ACCESS_KEY_ID']}\naws_secret_access_key = ${secret}\n`);
  try {
    const known = await cli(['audit', '--json', '--profile', 'audits'], { AWS_SHARED_CREDENTIALS_FILE: file });
    const unknown = await cli(['audit', '--profile', 'nobody'], { AWS_SHARED_CREDENTIALS_FILE: file });

    expect(known).toMatchObject({ code: 1, err: '' });
    expect(json(known)).toMatchObject({ caller: 'arn:aws:iam::111111111111:user/auditor' });
    expect(known.out).not.toContain(secret);
    expect(unknown.err).toMatch(/^mfa-enforcer: No AWS credentials .+--profile\.\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
