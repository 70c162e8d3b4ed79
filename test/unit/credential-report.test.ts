import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { parseCredentialReport } from '../../shared/aws/parse-credential-report.ts';
import { CredentialReportError, readCredentialReport } from '../../shared/aws/read-credential-report.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
];

const JANE: Record<string, string> = {
  user: 'jane.doe',
  arn: 'arn:aws:iam::111111111111:user/jane.doe',
  user_creation_time: '2026-01-01T00:00:00+00:00',
  password_enabled: 'true',
  password_last_used: '2026-11-01T10:00:00+00:00',
  password_last_changed: '2026-10-01T10:00:00+00:00',
  password_next_rotation: 'N/A',
  mfa_active: 'false',
  access_key_1_active: 'true',
  access_key_1_last_rotated: '2026-02-01T00:00:00+00:00',
  access_key_1_last_used_date: 'N/A',
  access_key_2_active: 'false',
  access_key_2_last_rotated: 'N/A',
  access_key_2_last_used_date: 'N/A',
};

const quoted = (cell: string) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csv = (rows: readonly Record<string, string>[], columns: readonly string[] = COLUMNS) =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => quoted(row[column] ?? 'N/A')).join(','))].join('\n');

const iam = mockClient(IAMClient);
const answered = { Content: new TextEncoder().encode(csv([JANE])), GeneratedTime: new Date('2026-11-24T11:00:00Z') };
const refusal = { message: 'x', $metadata: {} };

beforeEach(() => {
  iam.reset();
  iam.on(GenerateCredentialReportCommand).resolves({ State: 'STARTED' });
});

test('a line is read by the names of the header', () => {
  expect(parseCredentialReport(csv([JANE]))).toEqual([
    {
      userName: 'jane.doe',
      arn: 'arn:aws:iam::111111111111:user/jane.doe',
      isRoot: false,
      passwordEnabled: true,
      passwordLastUsed: new Date('2026-11-01T10:00:00Z'),
      passwordLastChanged: new Date('2026-10-01T10:00:00Z'),
      mfaActive: false,
      accessKeys: [
        { active: true, lastUsed: undefined, lastRotated: new Date('2026-02-01T00:00:00Z') },
        { active: false, lastUsed: undefined, lastRotated: undefined },
      ],
    },
  ]);
});

test('service and Region of a key, certificates and the end of a password are told where the report has them', () => {
  const more = {
    access_key_1_last_used_service: 's3',
    access_key_1_last_used_region: 'eu-west-1',
    password_next_rotation: '2026-12-01T10:00:00+00:00',
    cert_1_active: 'TRUE',
    cert_2_active: 'FALSE',
  };

  const [row] = parseCredentialReport(csv([{ ...JANE, ...more }], [...COLUMNS, 'cert_1_active', 'cert_2_active']));

  expect(row).toMatchObject({ certificates: 1, passwordExpires: new Date('2026-12-01T10:00:00Z') });
  expect(row?.accessKeys[0]).toMatchObject({ lastService: 's3', lastRegion: 'eu-west-1' });
  expect(parseCredentialReport(csv([JANE]))[0]?.certificates).toBeUndefined();
});

test('columns in another order, and new ones, change nothing', () => {
  const columns = [...COLUMNS.toReversed(), 'additional_credentials_info'];

  expect(parseCredentialReport(csv([JANE], columns))).toEqual(parseCredentialReport(csv([JANE])));
});

test.each([
  ['TRUE', true],
  ['true', true],
  ['FALSE', false],
  ['not_supported', 'unknown'],
] as const)('a password that is said to be %s is %s', (text, passwordEnabled) => {
  expect(parseCredentialReport(csv([{ ...JANE, password_enabled: text }]))[0]).toMatchObject({ passwordEnabled });
});

test('a name with a comma is one cell', () => {
  expect(parseCredentialReport(csv([{ ...JANE, user: 'doe,jane' }]))[0]?.userName).toBe('doe,jane');
});

test('root is told apart', () => {
  expect(parseCredentialReport(csv([{ ...JANE, user: '<root_account>' }]))[0]?.isRoot).toBe(true);
});

test.each(['password_enabled', 'mfa_active', 'arn'])(
  'a report without %s is refused, not taken for empty',
  (missing) => {
    const columns = COLUMNS.filter((column) => column !== missing);

    expect(() => parseCredentialReport(csv([JANE], columns))).toThrow(`no column ${missing}`);
  },
);

test('a report that is there is taken as it is, however old', async () => {
  iam.on(GetCredentialReportCommand).resolves(answered);

  const report = await readCredentialReport(new IAMClient({}), simulatedClock());

  expect(report).toMatchObject({ generatedAt: answered.GeneratedTime, rows: [{ userName: 'jane.doe' }] });
  expect(iam.commandCalls(GetCredentialReportCommand)).toHaveLength(1);
});

test('a report that is not there, expired or being made is waited for', async () => {
  iam
    .on(GetCredentialReportCommand)
    .rejectsOnce(new CredentialReportNotPresentException(refusal))
    .rejectsOnce(new CredentialReportExpiredException(refusal))
    .rejectsOnce(new CredentialReportNotReadyException(refusal))
    .resolves(answered);

  const report = await readCredentialReport(new IAMClient({}), simulatedClock());

  expect(report.rows).toHaveLength(1);
});

test('a report that never comes is an error with a name, after a bound', async () => {
  iam.on(GetCredentialReportCommand).rejects(new CredentialReportNotReadyException(refusal));

  await expect(readCredentialReport(new IAMClient({}), simulatedClock())).rejects.toThrow(CredentialReportError);
  expect(iam.commandCalls(GetCredentialReportCommand).length).toBeLessThan(30);
});

test('a denied report is thrown, not waited for', async () => {
  iam.on(GetCredentialReportCommand).rejects(Object.assign(new Error('denied'), { name: 'AccessDenied' }));

  await expect(readCredentialReport(new IAMClient({}), simulatedClock())).rejects.toThrow('denied');
});
