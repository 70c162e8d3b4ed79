import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  EnableMFADeviceCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { until } from '../../local/until.ts';
import { inlineGuardDocument } from '../../shared/domain/guard-document.ts';

const SECOND = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };

let stack: Stack;

const names = async (UserName: string): Promise<readonly string[]> => {
  const { AttachedPolicies = [] } = await stack.iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  const { PolicyNames = [] } = await stack.iam.send(new ListUserPoliciesCommand({ UserName }));
  return [
    ...AttachedPolicies.map(({ PolicyName = '' }) => PolicyName).filter((name) => name.startsWith('aws-mfa')),
    ...PolicyNames.map((name) => `inline ${name}`),
  ].toSorted();
};

const carries = (UserName: string, ...expected: readonly string[]) =>
  until(
    `${UserName} to carry ${expected.join(', ')}`,
    async () => ((await names(UserName)).join() === expected.join() ? true : undefined),
    20_000,
  );

async function aUser(UserName: string, { others = 0 } = {}) {
  await stack.iam.send(new CreateUserCommand({ UserName }));
  for (let nth = 0; nth < others; nth += 1) {
    const { Policy } = await stack.iam.send(
      new CreatePolicyCommand({
        PolicyName: `${UserName}-${nth}`,
        PolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}',
      }),
    );
    await stack.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
  }
  await stack.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-Horse-7' }));
}

/** In the user's own session without MFA, as the console does it. Answers the serial. */
async function enrols(UserName: string, device: string, { mfa = false } = {}): Promise<string> {
  const session = await stack.aws.doors.consoleSession({ user: UserName, mfa });
  const own = new IAMClient(stack.config(session));
  const { VirtualMFADevice } = await own.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: device }));
  const SerialNumber = VirtualMFADevice?.SerialNumber;
  await own.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...SECOND }));
  return SerialNumber ?? '';
}

const removes = (UserName: string, SerialNumber: string) =>
  stack.iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));

afterEach(async () => {
  await stack.aws.doors.clearFaults();
});

describe('two phases with the inline fallback', () => {
  beforeAll(async () => {
    stack = await startStack({ params: { Phases: 'two', InlineFallback: 'on', MessagesAMinute: '99999' } });
  }, 240_000);
  afterAll(() => stack.stop());

  test('a device changes the guard, a stolen session cannot add a second one, and the last one gone changes it back', async () => {
    await aUser('jane.doe');
    await carries('jane.doe', 'aws-mfa-enforcer-guard');

    const phone = await enrols('jane.doe', 'phone');
    await carries('jane.doe', 'aws-mfa-enforcer-guard-enrolled');
    await expect(enrols('jane.doe', 'thief')).rejects.toThrow(/explicit deny|not authorized/i);
    const backup = await enrols('jane.doe', 'backup', { mfa: true });

    await removes('jane.doe', phone);
    await stack.quiet();
    expect(await names('jane.doe')).toEqual(['aws-mfa-enforcer-guard-enrolled']);

    await removes('jane.doe', backup);
    await carries('jane.doe', 'aws-mfa-enforcer-guard');
    await enrols('jane.doe', 'new-phone');
    await carries('jane.doe', 'aws-mfa-enforcer-guard-enrolled');
  }, 120_000);

  test('a user with ten policies is guarded inline, and the inline text follows the device', async () => {
    await aUser('john.roe', { others: 10 });
    await carries('john.roe', 'inline aws-mfa-enforcer-guard');
    expect(await inlineText('john.roe')).toEqual(inlineGuardDocument('aws', 'guard'));

    const phone = await enrols('john.roe', 'john-phone');
    await until('the other text', async () =>
      JSON.stringify(await inlineText('john.roe')) === JSON.stringify(inlineGuardDocument('aws', 'enrolled'))
        ? true
        : undefined,
    );
    await expect(enrols('john.roe', 'john-thief')).rejects.toThrow(/explicit deny|not authorized/i);

    await removes('john.roe', phone);
    await until('the first text again', async () =>
      JSON.stringify(await inlineText('john.roe')) === JSON.stringify(inlineGuardDocument('aws', 'guard'))
        ? true
        : undefined,
    );
    await enrols('john.roe', 'john-new-phone');
  }, 120_000);

  test('a guard and nine other policies leave no slot: an inline policy stands in, and is gone afterwards', async () => {
    await aUser('mary.major', { others: 9 });
    await carries('mary.major', 'aws-mfa-enforcer-guard');
    await stack.quiet();
    await stack.aws.doors.clearCalls();

    const phone = await enrols('mary.major', 'mary-phone');
    await carries('mary.major', 'aws-mfa-enforcer-guard-enrolled');

    const calls = (await stack.aws.doors.calls())
      .filter(({ principal, userName }) => principal.includes('EvaluateUserRole') && userName === 'mary.major')
      .map(({ action, status }) => `${action} ${status}`)
      .filter((call) => /Policy \d/.test(call) && !/^(List|Get)/.test(call));
    expect(calls).toEqual([
      'AttachUserPolicy 409',
      'PutUserPolicy 200',
      'DetachUserPolicy 200',
      'AttachUserPolicy 200',
      'DeleteUserPolicy 200',
    ]);

    await removes('mary.major', phone);
    await carries('mary.major', 'aws-mfa-enforcer-guard');
  }, 120_000);

  const ENROLLED = 'aws-mfa-enforcer-guard-enrolled';
  const INLINE = 'inline aws-mfa-enforcer-guard';
  test.each([
    ['AttachUserPolicy', ENROLLED],
    ['PutUserPolicy', ENROLLED],
    // The inline policy has the right text by then, and whoever has one inline keeps it.
    ['DetachUserPolicy', INLINE],
    ['DeleteUserPolicy', ENROLLED],
  ])(
    'an attempt that dies at %s leaves a guard on, and the retry ends with %s',
    async (action, end) => {
      const name = `dies-${action.toLowerCase()}`;
      await aUser(name, { others: 9 });
      await carries(name, 'aws-mfa-enforcer-guard');
      await stack.quiet();
      await stack.aws.doors.addFaults({
        kind: 'refuse',
        service: 'iam',
        action,
        userName: name,
        principal: 'EvaluateUserRole',
        code: 'ServiceFailure',
        status: 500,
        message: 'the request failed',
        // The SDK tries it again by itself; AttachUserPolicy is refused for its quota first.
        times: 20,
        after: 0,
      });

      await enrols(name, `${name}-phone`);
      await until(
        'the first attempt to end',
        async () => {
          const waiting = (await stack.aws.doors.deliveries()).flatMap((delivery) => delivery.waiting);
          return waiting.length > 0 ? true : undefined;
        },
        60_000,
      );
      expect((await names(name)).length).toBeGreaterThan(0);

      await stack.aws.doors.clearFaults();
      await stack.aws.doors.advanceClock(61);
      await carries(name, end);
      await stack.quiet();
    },
    180_000,
  );
});

describe('two phases without the fallback', () => {
  beforeAll(async () => {
    stack = await startStack({ params: { Phases: 'two', MessagesAMinute: '99999' } });
  }, 240_000);
  afterAll(() => stack.stop());

  test('ten of ten policies: the user is told to be without a guard for seconds, and can enrol when the device is gone', async () => {
    await aUser('jane.doe', { others: 9 });
    await carries('jane.doe', 'aws-mfa-enforcer-guard');
    const phone = await enrols('jane.doe', 'phone');
    await carries('jane.doe', 'aws-mfa-enforcer-guard-enrolled');
    await until('the mail', async () =>
      (await stack.aws.doors.mail()).find(({ text }) =>
        /For some seconds in between/.test(text.replaceAll(/\s+/g, ' ')),
      ),
    );

    await removes('jane.doe', phone);
    await carries('jane.doe', 'aws-mfa-enforcer-guard');
    await enrols('jane.doe', 'new-phone');
    await carries('jane.doe', 'aws-mfa-enforcer-guard-enrolled');
  }, 120_000);

  test('a quota that is full to begin with is told as failed, with its name', async () => {
    await aUser('john.roe', { others: 10 });

    const mail = await until('the mail', async () =>
      (await stack.aws.doors.mail()).find(({ subject }) => subject?.includes('NOT enforced') === true),
    );
    expect(mail.text).toContain('PoliciesPerUser');
    expect(await names('john.roe')).toEqual([]);
  }, 60_000);

  test('what no event told is made good by the sweep: who could not enrol can', async () => {
    await aUser('mary.major');
    await carries('mary.major', 'aws-mfa-enforcer-guard');
    const phone = await enrols('mary.major', 'mary-phone');
    await carries('mary.major', 'aws-mfa-enforcer-guard-enrolled');
    await stack.quiet();
    await stack.aws.doors.trail(false);
    await removes('mary.major', phone);
    await stack.aws.doors.trail(true);

    await stack.aws.doors.fire('Sweep');

    await carries('mary.major', 'aws-mfa-enforcer-guard');
    await enrols('mary.major', 'mary-new-phone');
  }, 120_000);
});

async function inlineText(UserName: string): Promise<unknown> {
  const { PolicyDocument = '' } = await stack.iam.send(
    new GetUserPolicyCommand({ UserName, PolicyName: 'aws-mfa-enforcer-guard' }),
  );
  return JSON.parse(decodeURIComponent(PolicyDocument));
}
