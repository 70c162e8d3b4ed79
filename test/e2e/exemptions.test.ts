import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateUserCommand, DeleteUserCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { untilGuarded, untilMail } from '../../local/demo/look.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { exemptionItem } from '../../shared/aws/exemption-item.ts';
import type { Exemption } from '../../shared/domain/exemption.ts';
import { callsOf, isGuarded } from './steps.ts';
import { runNow } from './sweep-steps.ts';

const BUNDLE = join(import.meta.dirname, '../../dist/mfa-enforcer.mjs');
const A_DAY_MS = 86_400_000;
const SCAN_FAILS = {
  kind: 'refuse',
  service: 'dynamodb',
  action: 'Scan',
  code: 'InternalServerError',
  status: 500,
  message: 'down',
  times: 1_000,
} as const;

let stack: Stack;

beforeAll(async () => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../cli/bundle.js')]);
  stack = await startStack({ params: { MessagesAMinute: '99999' } });
});
beforeEach(async () => {
  await stack.aws.doors.clearCalls();
  await stack.aws.doors.clearMail();
});
afterEach(async () => {
  await stack.aws.doors.clearFaults();
  await stack.quiet();
});
afterAll(() => stack.stop());

const output = (key: string) => String((stack.outputs as Record<string, unknown>)[key]);
const sweep = () => runNow(stack, 'sweep-account');

/** The command line, as root unless told otherwise. */
function cli(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', ...stack.aws.env };
  return new Promise((resolve) => {
    execFile(process.execPath, [BUNDLE, 'exempt', ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const exempts = (userName: string, ...more: readonly string[]) =>
  cli('add', '--user', userName, '--reason', 'The token is on its way', '--expires', '30d', ...more);

async function createUser(userName: string): Promise<string> {
  const { User } = await stack.iam.send(new CreateUserCommand({ UserName: userName }));
  return User?.UserId ?? '';
}

/** Written without the command line, as whoever has the rights can. */
async function write(exemption: Partial<Exemption> & Pick<Exemption, 'userId' | 'userName'>): Promise<void> {
  const approver = 'arn:aws:iam::111111111111:user/security.admin';
  const [createdAt, expiresAt] = [new Date(Date.now() - A_DAY_MS), new Date(Date.now() + A_DAY_MS)];
  const whole = { reason: 'by hand', approver, createdAt, expiresAt, breakGlass: false, ...exemption };
  const dynamodb = new DynamoDBClient(stack.config());
  await dynamodb.send(new PutItemCommand({ TableName: output('ExemptionsTableName'), Item: exemptionItem(whole) }));
}

/** Until an event about the user has been dealt with to its end. */
async function settled(userName: string): Promise<void> {
  await expect.poll(() => callsOf(stack, 'GetLoginProfile', userName), { timeout: 20_000 }).toBeGreaterThan(0);
  await stack.quiet();
}

test('an exempt user is spared by event and sweep, told of when exempted and in the digest', async () => {
  await createUser('mary.major');
  const added = await exempts('mary.major', '--ticket', 'SEC-42', '--json');
  expect({ code: added.code, err: added.err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(added.out)).toMatchObject({
    command: 'exempt add',
    exemptions: [{ userName: 'mary.major', approver: 'arn:aws:iam::111111111111:root', ticket: 'SEC-42' }],
  });

  await givePassword(stack.iam, 'mary.major');
  await settled('mary.major');
  const { error } = await sweep();

  expect(error).toBeUndefined();
  expect(await isGuarded(stack, 'mary.major')).toBe(false);
  const told = await untilMail(stack, 'Exemption added', 'mary.major');
  expect(told.text).toContain('The token is on its way');
  const digest = await untilMail(stack, 'MFA sweep');
  expect(digest.text).toMatch(/Exempt from the guard\n +- mary\.major/);
});

test('whoever is taken out of the table is guarded at the next sweep, and that is told', async () => {
  await createUser('john.roe');
  await exempts('john.roe');
  await givePassword(stack.iam, 'john.roe');
  await settled('john.roe');
  expect(await isGuarded(stack, 'john.roe')).toBe(false);

  const removed = await cli('remove', '--user', 'john.roe');
  await sweep();

  expect(removed).toMatchObject({ code: 0, err: '' });
  expect(await isGuarded(stack, 'john.roe')).toBe(true);
  await untilMail(stack, 'Exemption removed', 'john.roe');
});

test('an exemption that has ended frees nobody, although it still stands in the table, and its end is told', async () => {
  const userId = await createUser('jane.roe');
  await write({ userId, userName: 'jane.roe', expiresAt: new Date(Date.now() - 1_000) });

  await givePassword(stack.iam, 'jane.roe');
  await untilGuarded(stack, 'jane.roe');
  await sweep();
  await sweep();

  const told = (await stack.aws.doors.mail()).filter(({ subject }) => subject?.includes('1 ended'));
  expect(told).toHaveLength(1);
});

test('an exemption that was written for longer than is allowed frees nobody', async () => {
  const userId = await createUser('jane.long');
  await write({ userId, userName: 'jane.long', expiresAt: new Date(Date.now() + 400 * A_DAY_MS) });

  await givePassword(stack.iam, 'jane.long');

  await untilGuarded(stack, 'jane.long');
});

test('a new user of the same name is not exempt', async () => {
  await createUser('john.doe');
  await exempts('john.doe');
  await stack.iam.send(new DeleteUserCommand({ UserName: 'john.doe' }));
  await createUser('john.doe');

  await givePassword(stack.iam, 'john.doe');

  await untilGuarded(stack, 'john.doe');
});

describe('the table out of reach', () => {
  test('the last good copy spares whoever is in it, in events and in sweeps, and nobody else', async () => {
    const userId = await createUser('in.copy');
    await write({ userId, userName: 'in.copy' });
    await sweep();
    const later = await createUser('not.in.copy');
    await write({ userId: later, userName: 'not.in.copy' });
    await stack.aws.doors.addFaults(SCAN_FAILS);

    await givePassword(stack.iam, 'in.copy');
    await givePassword(stack.iam, 'not.in.copy');
    await untilGuarded(stack, 'not.in.copy');
    await settled('in.copy');
    const { error } = await sweep();

    expect(error).toBeUndefined();
    expect(await isGuarded(stack, 'in.copy')).toBe(false);
  });
});

describe('what is refused, with nothing written', () => {
  test.each([
    ['an unknown user', ['--user', 'nobody.here', '--reason', 'x', '--expires', '1d'], 'There is no user', 2],
    ['a past end', ['--user', 'refused', '--reason', 'x', '--expires', '2020-01-01'], 'is past', 2],
    ['a far end', ['--user', 'refused', '--reason', 'x', '--expires', '366d'], '365 days at most', 2],
    [
      'a far end of break-glass',
      ['--user', 'refused', '--reason', 'x', '--expires', '91d', '--break-glass'],
      '90 days at most',
      2,
    ],
    ['no reason', ['--user', 'refused', '--expires', '1d'], "'--reason <text>' not specified", 64],
    ['an empty reason', ['--user', 'refused', '--reason', ' ', '--expires', '1d'], 'must say something', 64],
  ])('%s', async (_name, args, sentence, code) => {
    await createUser('refused').catch(() => undefined);

    const refused = await cli('add', ...args);

    expect(refused).toMatchObject({ code, out: '' });
    expect(refused.err).toContain(sentence);
    const { out } = await cli('list', '--json');
    expect(out).not.toContain('refused');
    expect(out).not.toContain('nobody.here');
  });
});
