import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeactivateMFADeviceCommand,
  EnableMFADeviceCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand,
  GetAccountSummaryCommand,
  CreateVirtualMFADeviceCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyDate, matching } from './matching.ts';
import { outcome } from './outcome.ts';

const FOUR_HOURS = 4 * 3600;
const CODES = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };
/** As AWS documents it; newer reports have the last one. */
const COLUMNS =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,' +
  'mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,' +
  'access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,' +
  'access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,' +
  'cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info';
const REPORT_DATE = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

const generate = () => root.iam.send(new GenerateCredentialReportCommand({}));
const get = () => root.iam.send(new GetCredentialReportCommand({}));

async function text(): Promise<string> {
  const { Content } = await get();
  return new TextDecoder().decode(Content);
}

/** The rows of a report without quotes, by user and column. */
async function read(): Promise<Record<string, Record<string, string>>> {
  await generate();
  const [head = '', ...lines] = (await text()).split('\n');
  const columns = head.split(',');
  const rows = lines.map((line) => {
    const values = line.split(',');
    expect(values).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, index) => [column, values[index]!]));
  });
  return Object.fromEntries(rows.map((row) => [row['user']!, row]));
}

async function createUser(UserName: string, { password = false } = {}): Promise<void> {
  await root.iam.send(new CreateUserCommand({ UserName }));
  if (password) await root.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'a pass phrase' }));
}

describe('a report', () => {
  test('is not present before one was asked for', async () => {
    expect(await outcome(get())).toBe('CredentialReportNotPresentException');
  });

  test('is started, in progress, and complete when its time has passed', async () => {
    await aws.doors.report({ seconds: 30 });

    const [first, second] = [await generate(), await generate()];
    const early = await outcome(get());
    await aws.doors.advanceClock(31);
    const third = await generate();

    expect([first.State, second.State, third.State]).toEqual(['STARTED', 'INPROGRESS', 'COMPLETE']);
    expect(first.Description).toContain('No report exists');
    expect(early).toBe('CredentialReportNotReadyException');
    expect(await outcome(get())).toBe('answered');
  });

  test('is handed out again as it was for four hours, whatever has changed', async () => {
    await createUser('before');
    await generate();
    const first = await get();

    await aws.doors.advanceClock(FOUR_HOURS - 60);
    await createUser('after');
    const { State } = await generate();
    const again = await get();

    expect(State).toBe('COMPLETE');
    expect(again.GeneratedTime).toEqual(first.GeneratedTime);
    expect(again.Content).toEqual(first.Content);
  });

  test('expires after four hours, and the next one knows what has changed', async () => {
    await generate();
    await createUser('after');

    await aws.doors.advanceClock(FOUR_HOURS);
    const expired = await outcome(get());
    const { State } = await generate();

    expect([expired, State]).toEqual(['CredentialReportExpiredException', 'STARTED']);
    expect(await text()).toContain('\nafter,');
  });

  test('does not know what changed while it was generated, and says a later time', async () => {
    await aws.doors.report({ seconds: 60 });
    await generate();
    await createUser('meanwhile');
    const changed = new Date((await aws.doors.clock()).now);

    await aws.doors.advanceClock(61);
    const { GeneratedTime } = await get();

    expect(await text()).not.toContain('meanwhile');
    expect(GeneratedTime!.getTime()).toBeGreaterThan(changed.getTime());
  });

  test('is gone when a test forgets it', async () => {
    await generate();

    await aws.doors.forgetReport();

    expect(await outcome(get())).toBe('CredentialReportNotPresentException');
  });
});

describe('a row', () => {
  test('has the columns that AWS documents', async () => {
    await generate();

    expect((await text()).split('\n')[0]).toBe(COLUMNS);
  });

  test('of a user with nothing says so', async () => {
    await createUser('nothing');

    const row = (await read())['nothing']!;

    const { user, arn, user_creation_time, ...rest } = row;
    expect([user, arn]).toEqual(['nothing', `arn:aws:iam::${aws.accountId}:user/nothing`]);
    expect(user_creation_time).toEqual(REPORT_DATE);
    for (const [column, value] of Object.entries(rest)) {
      expect([column, value]).toEqual([column, /_active$|^password_enabled$/.test(column) ? 'false' : 'N/A']);
    }
  });

  test('tells of the password: its last use and change', async () => {
    await createUser('jane', { password: true });
    const unused = (await read())['jane']!;

    await aws.doors.advanceClock(FOUR_HOURS);
    await aws.doors.signIn({ user: 'jane', mfa: false, success: false });
    await root.iam.send(new UpdateLoginProfileCommand({ UserName: 'jane', Password: 'another phrase' }));
    const failed = (await read())['jane']!;
    await aws.doors.advanceClock(FOUR_HOURS);
    await aws.doors.signIn({ user: 'jane', mfa: false });
    const used = (await read())['jane']!;

    expect(unused).toMatchObject({
      password_enabled: 'true',
      password_last_used: 'no_information',
      password_last_changed: REPORT_DATE,
      password_next_rotation: 'N/A',
    });
    expect(failed['password_last_used']).toBe('no_information');
    expect(failed['password_last_changed']! > unused['password_last_changed']!).toBe(true);
    expect(used['password_last_used']).toEqual(REPORT_DATE);
  });

  test('tells when the password has to be changed, where the account asks for that', async () => {
    await root.iam.send(new UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 90 }));
    await createUser('jane', { password: true });

    const row = (await read())['jane']!;

    const [changed, next] = [row['password_last_changed']!, row['password_next_rotation']!].map((d) => Date.parse(d));
    expect(next! - changed!).toBe(90 * 86_400_000);
  });

  test.each(['virtual', 'passkey', 'hardware'] as const)('tells of a %s device', async (kind) => {
    await aws.doors.seed([{ name: 'jane', devices: [kind] }, { name: 'john' }]);

    const rows = await read();

    expect([rows['jane']!['mfa_active'], rows['john']!['mfa_active']]).toEqual(['true', 'false']);
  });

  test('tells of access keys and their last use, denied or not', async () => {
    await createUser('jane');
    const key = await accessKeyOf(root, 'jane');
    await root.iam.send(new CreateAccessKeyCommand({ UserName: 'jane' }));
    const denied = await outcome(clientsOf(aws, key).iam.send(new ListUsersCommand({})));

    const row = (await read())['jane']!;
    const { AccessKeyLastUsed } = await root.iam.send(
      new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }),
    );

    expect(denied).toBe('AccessDenied');
    expect(row).toMatchObject({
      access_key_1_active: 'true',
      access_key_1_last_rotated: REPORT_DATE,
      access_key_1_last_used_date: REPORT_DATE,
      access_key_1_last_used_region: 'us-east-1',
      access_key_1_last_used_service: 'iam',
      access_key_2_active: 'true',
      access_key_2_last_used_date: 'N/A',
    });
    expect(AccessKeyLastUsed).toEqual({ LastUsedDate: anyDate, Region: 'us-east-1', ServiceName: 'iam' });
  });

  test('is quoted where a name has a comma', async () => {
    await createUser('doe,jane');

    await generate();

    const arn = `arn:aws:iam::${aws.accountId}:user/doe,jane`;
    expect(await text()).toContain(`\n"doe,jane","${arn}",`);
  });

  test('may have its truth in capitals and a column that nobody knows', async () => {
    await createUser('jane', { password: true });
    await aws.doors.report({ upperCase: true, extraColumn: true });

    const row = (await read())['jane']!;

    expect(row).toMatchObject({ password_enabled: 'TRUE', mfa_active: 'FALSE', column_of_tomorrow: 'N/A' });
  });
});

describe('root', () => {
  test('has a row of its own', async () => {
    const row = (await read())['<root_account>'];

    expect(row).toMatchObject({
      arn: `arn:aws:iam::${aws.accountId}:root`,
      password_enabled: 'true',
      password_last_used: 'no_information',
      password_last_changed: 'not_supported',
      password_next_rotation: 'not_supported',
      mfa_active: 'false',
      access_key_1_active: 'false',
    });
  });

  test('has what tests gave it, in the report and in the summary', async () => {
    await aws.doors.report({ rootMfa: true, rootPassword: false, rootAccessKeys: 1 });
    await aws.doors.signIn({ user: 'root', mfa: true });

    const row = (await read())['<root_account>'];
    const { SummaryMap } = await root.iam.send(new GetAccountSummaryCommand({}));

    expect(row).toMatchObject({
      password_enabled: 'false',
      password_last_used: REPORT_DATE,
      mfa_active: 'true',
      access_key_1_active: 'true',
      access_key_2_active: 'false',
    });
    expect(SummaryMap).toMatchObject({ AccountMFAEnabled: 1, AccountPasswordPresent: 0, AccountAccessKeysPresent: 1 });
  });

  test('with a virtual device is among those who have one, known by its ARN alone', async () => {
    await aws.doors.rootDevice({ virtual: true });

    const { VirtualMFADevices } = await root.iam.send(new ListVirtualMFADevicesCommand({}));
    const unassigned = await root.iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' }));
    const row = (await read())['<root_account>'];
    await aws.doors.rootDevice({ virtual: false });
    const taken = await root.iam.send(new ListVirtualMFADevicesCommand({}));

    expect(VirtualMFADevices).toMatchObject([
      { User: { Arn: `arn:aws:iam::${aws.accountId}:root`, UserId: aws.accountId }, EnableDate: anyDate },
    ]);
    expect(VirtualMFADevices![0]!.User).not.toHaveProperty('UserName');
    expect([unassigned.VirtualMFADevices, taken.VirtualMFADevices]).toEqual([[], []]);
    expect(row!['mfa_active']).toBe('true');
  });
});

test('the summary counts users and devices, in use or not', async () => {
  await aws.doors.seed([
    { name: 'jane', devices: ['virtual', 'passkey'] },
    { name: 'john', groups: ['staff'] },
  ]);
  await root.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'left-over' }));

  const before = await root.iam.send(new GetAccountSummaryCommand({}));
  await aws.doors.rootDevice({ virtual: true });
  const after = await root.iam.send(new GetAccountSummaryCommand({}));

  expect(before.SummaryMap).toMatchObject({
    Users: 2,
    Groups: 1,
    MFADevices: 3,
    MFADevicesInUse: 2,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 1,
    AccountAccessKeysPresent: 0,
  });
  expect(after.SummaryMap).toMatchObject({ MFADevices: 4, MFADevicesInUse: 3, AccountMFAEnabled: 1 });
});

test('a user tells when the password was last used', async () => {
  await createUser('jane', { password: true });
  await aws.doors.signIn({ user: 'jane', mfa: false });

  const { User } = await root.iam.send(new GetUserCommand({ UserName: 'jane' }));

  expect(User!.PasswordLastUsed).toEqual(anyDate);
});

test('a device that was removed no longer counts in the next report', async () => {
  await createUser('jane');
  await root.iam.send(new EnableMFADeviceCommand({ UserName: 'jane', SerialNumber: 'GAHT12345678', ...CODES }));
  const before = (await read())['jane']!['mfa_active'];

  await root.iam.send(new DeactivateMFADeviceCommand({ UserName: 'jane', SerialNumber: 'GAHT12345678' }));
  const same = (await read())['jane']!['mfa_active'];
  await aws.doors.advanceClock(FOUR_HOURS);
  const after = (await read())['jane']!['mfa_active'];

  expect([before, same, after]).toEqual(['true', 'true', 'false']);
});

test('what reports do not know cannot be set', async () => {
  await expect(aws.doors.report({ colour: 'red' } as never)).rejects.toThrow('there is no colour to set');
});
