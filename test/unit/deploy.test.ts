import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readChoices, type Choices } from '../../infrastructure/deployment-choices.ts';
import { aboutCredentials, aboutTheDeployer, afterwards } from '../../infrastructure/deployment-notes.ts';
import type { Posture } from '../../shared/domain/posture.ts';

describe('what whoever deploys has to choose', () => {
  test('without a mode nothing is deployed, and both modes are explained', () => {
    const refusal = readChoices(['--param', 'SecurityEmail=security@example.com']);

    expect(refusal).toEqual({
      kind: 'refused',
      why:
        'Say what the service may do: `--param Mode=observe` only tells who would be guarded and changes no user, ' +
        '`--param Mode=enforce` attaches the guard to every user who can sign in without MFA.',
    });
  });

  test.each([
    [['--param', 'Mode=observe']],
    [['--param=Mode=observe']],
    [['--verbose', '--param', 'LongTermKeys=deny', '--param', 'Mode=observe', '--force']],
    [['--param', 'Mode=enforce', '--param', 'Mode=observe']],
  ])('the mode is found in %j', (args) => {
    expect(readChoices(args)).toEqual({
      kind: 'chosen',
      mode: 'observe',
      securityEmail: '',
      ownersEmail: '',
      senderAddress: '',
      region: 'us-east-1',
      profile: undefined,
    });
  });

  test('address, Region and profile are taken from the arguments', () => {
    const addresses = ['SecurityEmail=security@example.com', 'OwnersEmail=help.desk@example.com'];
    const params = ['Mode=enforce', ...addresses, 'SenderAddress=mfa@example.com'].map((param) => `--param=${param}`);

    expect(readChoices([...params, '-r', 'cn-north-1', '--aws-profile', 'china'])).toEqual({
      kind: 'chosen',
      mode: 'enforce',
      securityEmail: 'security@example.com',
      ownersEmail: 'help.desk@example.com',
      senderAddress: 'mfa@example.com',
      region: 'cn-north-1',
      profile: 'china',
    });
  });

  test.each([
    ['Mode=Observe', 'Mode cannot be "Observe"', 'observe or enforce'],
    ['Mode', 'Mode cannot be ""', 'observe or enforce'],
    ['LongTermKeys=forbid', 'LongTermKeys cannot be "forbid"', 'deny, allow or spare-in-use'],
    ['Phases=2', 'Phases cannot be "2"', 'one or two'],
    ['Release=always', 'Release cannot be "always"', 'when-compliant'],
    ['InlineFallback=true', 'InlineFallback cannot be "true"', 'off or on'],
    ['SecurityEmail=security', 'SecurityEmail cannot be "security"', 'one e-mail address'],
    ['SecurityEmail=', 'SecurityEmail cannot be ""', 'left out'],
    ['SecurityMinimumSeverity=severe', 'SecurityMinimumSeverity cannot be "severe"', 'critical, high'],
    ['OwnersEmail=owners', 'OwnersEmail cannot be "owners"', 'one e-mail address'],
    ['SenderAddress=*@example.com', 'SenderAddress cannot be', 'one plain e-mail address'],
    ['SenderAddress=Security <mfa@example.com>', 'SenderAddress cannot be', 'one plain e-mail address'],
    ['HelpContact=', 'HelpContact cannot be ""', 'one line'],
    ['OwnerTags=owner,,team', 'OwnerTags cannot be "owner,,team"', 'such as owner,team'],
    ['OwnerDomain=@example.com', 'OwnerDomain cannot be "@example.com"', 'such as example.com'],
    ['AccountName=', 'AccountName cannot be ""', 'one line'],
    ['WatchedAccount=1234', 'WatchedAccount cannot be "1234"', 'twelve digits'],
    ['Scope=everybody', 'Scope cannot be "everybody"', 'every-password'],
    ['MaxNewGuards=many', 'MaxNewGuards cannot be "many"', 'a number of users'],
    ['MaxNewGuards=-1', 'MaxNewGuards cannot be "-1"', 'a number of users'],
    ['Concurrency=0', 'Concurrency cannot be "0"', 'from 1 to 99'],
    ['PruneDevices=true', 'PruneDevices cannot be "true"', 'off or on'],
    ['HeartbeatDays=weekly', 'HeartbeatDays cannot be "weekly"', 'or 0 for never'],
    ['SweepSchedule=0 3 * * ? *', 'SweepSchedule cannot be "0 3 * * ? *"', 'cron(0 3 * * ? *)'],
    ['SweepSchedule=rate(5 minutes)', 'SweepSchedule cannot be', 'rate(12 hours)'],
    ['SweepTimeZone=+01:00', 'SweepTimeZone cannot be "+01:00"', 'Europe/Berlin'],
    ['SweepTimeZone=Europe/Berlni', 'SweepTimeZone cannot be "Europe/Berlni"', 'IANA'],
    ['ReconcileSchedule=no', 'ReconcileSchedule cannot be "no"', 'or off'],
    ['ReconcileSchedule=rate(2 hours)', 'ReconcileSchedule cannot be', 'from 5 to 30'],
    ['ReservedConcurrency=0', 'ReservedConcurrency cannot be "0"', 'left out'],
    ['toString=observe', 'There is no parameter toString', 'Mode'],
    [
      'mode=observe',
      'There is no parameter mode',
      'Mode, EnforceFrom, Include, Exclude, LongTermKeys, Phases, Release, InlineFallback, ',
    ],
  ])('--param %s is refused by name, with what would do', (param, named, allowed) => {
    const refusal = readChoices(['--param', 'Mode=observe', '--param', param]);

    expect(refusal).toMatchObject({ kind: 'refused', why: expect.stringContaining(named) as string });
    expect(refusal).toMatchObject({ why: expect.stringContaining(allowed) as string });
  });

  test.each([
    [['Phases=two', 'LongTermKeys=allow'], /a key could enrol a second device/],
    [['Phases=two', 'LongTermKeys=spare-in-use'], /a key could enrol a second device/],
    [['Phases=two', 'Release=when-compliant'], /the guard stays on/],
    [['Release=when-compliant', 'Scope=every-password'], /choose one/],
  ])('%j contradict each other, and are refused together', (params, why) => {
    const args = ['Mode=observe', ...params].flatMap((param) => ['--param', param]);

    expect(readChoices(args)).toMatchObject({ kind: 'refused', why: expect.stringMatching(why) as string });
  });

  test.each([
    'LongTermKeys=spare-in-use',
    'Phases=two',
    'Release=when-compliant',
    'InlineFallback=on',
    'SecurityMinimumSeverity=info',
    'SenderAddress=mfa-enforcer@mail.example.com',
    'HelpContact=#help-aws in Slack, or help.desk@example.com',
    'OwnerTags=team',
    'OwnerDomain=example.com',
    'AccountName=production (payments)',
    'Scope=every-password',
    'MaxNewGuards=0',
    'Concurrency=16',
    'HeartbeatDays=0',
    'PruneDevices=on',
    'SweepSchedule=rate(12 hours)',
    'SweepSchedule=cron(0 3 ? * MON-FRI *)',
    'SweepTimeZone=America/Argentina/Buenos_Aires',
    'SweepTimeZone=Etc/GMT+5',
    'ReconcileSchedule=rate(30 minutes)',
    'ReconcileSchedule=off',
    'ReservedConcurrency=1',
  ])('--param %s is taken', (param) => {
    expect(readChoices(['--param', 'Mode=observe', '--param', param])).toMatchObject({ kind: 'chosen' });
  });

  test('a Region where no event arrives is refused, with those that do', () => {
    expect(readChoices(['--param', 'Mode=observe', '--region', 'eu-west-1'])).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/eu-west-1.*us-east-1.*cn-north-1.*us-gov-west-1/) as string,
    });
  });

  test('a refusal ends with exit code 2, in one line, before AWS is asked', () => {
    const deploy = join(import.meta.dirname, '../../infrastructure/deploy.ts');

    const { status, stdout, stderr } = spawnSync(process.execPath, [deploy], { encoding: 'utf8' });

    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  });
});

describe('what whoever deploys is told of the own identity', () => {
  const open = {
    kind: 'user',
    user: { accountId: '111122223333', userName: 'jane.doe' },
    console: { kind: 'password', createdAt: new Date('2026-01-01T00:00:00Z') },
    devices: { kind: 'devices', all: [] },
    guard: { kind: 'not-attached' },
  } as const satisfies Posture;
  const unread = { kind: 'unknown', why: 'AccessDenied' } as const;

  test('an IAM user with a password and no device would be guarded, and lose the access keys', () => {
    const warning = aboutTheDeployer(open, 'enforce');

    expect(warning).toMatch(/jane\.doe.*password and no MFA device.*access keys stop working.*Enroll a device first/);
  });

  test('in observe the same is said of enforce', () => {
    expect(aboutTheDeployer(open, 'observe')).toMatch(/enforce would put the guard on/);
  });

  test('nothing is said to a role, to a user with a device, or to one without a password', () => {
    const device = { serial: 'GAHT12345678', kind: 'hardware-totp', enabledAt: new Date(0) } as const;

    expect(aboutTheDeployer(undefined, 'enforce')).toBeUndefined();
    expect(aboutTheDeployer({ ...open, devices: { kind: 'devices', all: [device] } }, 'enforce')).toBeUndefined();
    expect(aboutTheDeployer({ ...open, console: { kind: 'no-password' } }, 'enforce')).toBeUndefined();
  });

  test.each([
    [{ ...open, console: unread }],
    [{ ...open, devices: unread }],
    [{ ...open, console: unread, devices: unread }],
  ])('what could not be read is said, not taken for good', (posture) => {
    expect(aboutTheDeployer(posture, 'enforce')).toMatch(/could not be read \(AccessDenied\).*jane\.doe/);
  });

  test('an unreadable device list of a user without a password is no matter', () => {
    expect(aboutTheDeployer({ ...open, console: { kind: 'no-password' }, devices: unread }, 'enforce')).toBeUndefined();
  });
});

describe('credentials that do not work get one sentence with the next step', () => {
  const named = (name: string, message = '') => Object.assign(new Error(message), { name });

  test.each([
    [named('ExpiredToken', 'The security token included in the request is expired'), /expired: sign in again/],
    [named('CredentialsProviderError', 'The SSO session associated with this profile has expired.'), /expired/],
    [
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      /no AWS credentials.*AWS_PROFILE/,
    ],
    [named('InvalidClientTokenId'), /does not take these credentials in us-east-1.*--region/],
    [named('SignatureDoesNotMatch'), /does not take these credentials/],
    [named('TimeoutError', 'socket hang up'), /could not say.*TimeoutError: socket hang up.*network/],
    ['thrown text', /thrown text/],
  ])('%s', (error, sentence) => {
    expect(aboutCredentials(error, 'us-east-1')).toMatch(sentence);
    expect(aboutCredentials(error, 'us-east-1')).not.toContain('\n');
  });
});

describe('what is left to do once the stack is there', () => {
  const choices: Choices = {
    kind: 'chosen',
    mode: 'observe',
    securityEmail: '',
    ownersEmail: '',
    senderAddress: '',
    region: 'us-east-1',
    profile: undefined,
  };

  test('the subscription e-mail has to be confirmed', () => {
    expect(afterwards({ ...choices, securityEmail: 'security@example.com' })).toMatch(
      /^AWS has sent an e-mail to security@example\.com: confirm[^\n]*$/,
    );
  });

  test('that of the owners, too', () => {
    const lines = afterwards({ ...choices, ownersEmail: 'help.desk@example.com' }).split('\n');

    expect(lines).toEqual([
      expect.stringMatching(/^Security is not told by e-mail/),
      expect.stringMatching(/help\.desk@example\.com: confirm/),
    ]);
  });

  test('the sender of mails has to be verified in the Region of the stack, and the sandbox is named', () => {
    const lines = afterwards({ ...choices, senderAddress: 'mfa@example.com', region: 'us-gov-west-1' });

    expect(lines).toMatch(/SES in us-gov-west-1 has verified it.*--email-identity mfa@example\.com.*sandbox/);
  });

  test('without an address security is not told, which is said', () => {
    expect(afterwards(choices)).toMatch(/^Security is not told by e-mail.*SecurityEmail/);
  });
});
