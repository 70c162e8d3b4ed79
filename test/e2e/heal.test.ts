import { randomUUID } from 'node:crypto';
import {
  AttachUserPolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeletePolicyVersionCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { enrolVirtualDevice, givePassword } from '../../local/demo/arrange.ts';
import { findMail, untilGuarded, untilMail } from '../../local/demo/look.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { until } from '../../local/until.ts';
import { GUARD_KINDS, GUARD_NAME, GUARD_NAMES, guardArnOf } from '../../shared/domain/guard-name.ts';
import { sample } from '../cases/event-cases.ts';
import { isGuarded, mailsAbout } from './steps.ts';

const HARMLESS = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}';

let stack: Stack;
const createUser = (UserName: string) => stack.iam.send(new CreateUserCommand({ UserName }));
const attach = (UserName: string) =>
  stack.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: stack.outputs.GuardArn }));
const detach = (UserName: string) =>
  stack.iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: stack.outputs.GuardArn }));
const defaultVersion = async (PolicyArn: string) => {
  const { Policy } = await stack.iam.send(new GetPolicyCommand({ PolicyArn }));
  return Policy?.DefaultVersionId;
};
const newVersion = async (PolicyArn: string) => {
  const { PolicyVersion } = await stack.iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: HARMLESS, SetAsDefault: true }),
  );
  return PolicyVersion?.VersionId ?? '';
};

type Detail = {
  eventID: string;
  eventTime: string;
  userIdentity: { sessionContext: { sessionIssuer: { arn: string } } };
  requestParameters: Record<string, unknown>;
};

/** A sample event as of now. */
function happening(name: string, change: (detail: Detail) => void): unknown {
  const envelope = sample(name) as { id: string; detail: Detail };
  const eventTime = `${new Date().toISOString().slice(0, 19)}Z`;
  envelope.id = randomUUID();
  Object.assign(envelope.detail, { eventID: randomUUID(), eventTime });
  change(envelope.detail);
  return envelope;
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const done = await work;
  expect(performance.now() - startedAt).toBeLessThan(milliseconds);
  return done;
}

beforeAll(async () => {
  stack = await startStack({ params: { MessagesAMinute: '99999' } });
  // The function is cold once: what is measured is what happens from then on.
  await createUser('the.first');
  await givePassword(stack.iam, 'the.first');
  await untilGuarded(stack, 'the.first');
  await detach('the.first');
  await untilGuarded(stack, 'the.first');
});
afterEach(async () => {
  await stack.quiet();
  expect(await stack.failedEvents()).toEqual([]);
});
afterAll(() => stack.stop());

describe('the guard taken off', () => {
  test('is back within two seconds, and security hears who took it off', async () => {
    await createUser('jane.doe');
    await givePassword(stack.iam, 'jane.doe');
    await untilGuarded(stack, 'jane.doe');

    await detach('jane.doe');

    await within(2_000, untilGuarded(stack, 'jane.doe'));
    const mail = await untilMail(stack, 'Guard taken off jane.doe, put back');
    expect(mail.text).toContain('arn:aws:iam::111111111111:root');
    expect(mail.text).toContain('From 127.0.0.1');
    expect(mail.attributes).toMatchObject({ severity: 'critical', kind: 'guard-tampered' });
  });

  test('is put back on a user with a device too', async () => {
    await createUser('john.roe');
    await givePassword(stack.iam, 'john.roe');
    await untilGuarded(stack, 'john.roe');
    await enrolVirtualDevice(stack.iam, 'john.roe', 'johns-phone');

    await detach('john.roe');

    await untilGuarded(stack, 'john.roe');
  });

  test('stays off a user without a password', async () => {
    await createUser('backup-robot');
    await attach('backup-robot');

    await detach('backup-robot');

    await untilMail(stack, 'Guard taken off backup-robot, nothing to put back');
    expect(await isGuarded(stack, 'backup-robot')).toBe(false);
  });
});

describe('an inline policy of the guard’s name', () => {
  const onUser = { PolicyName: GUARD_NAME, UserName: 'john.doe' };
  /** Nobody hears of it. */
  const unseen = async (work: () => Promise<unknown>) => {
    await stack.quiet();
    await stack.aws.doors.trail(false);
    await work();
    await stack.aws.doors.trail(true);
  };

  test('that somebody writes or deletes has its user guarded again, and security hears who it was', async () => {
    await createUser('john.doe');
    await givePassword(stack.iam, 'john.doe');
    await untilGuarded(stack, 'john.doe');
    await unseen(() => detach('john.doe'));

    await stack.iam.send(new PutUserPolicyCommand({ ...onUser, PolicyDocument: HARMLESS }));

    await untilGuarded(stack, 'john.doe');
    const mail = await untilMail(stack, 'Inline guard of john.doe written, put back');
    expect(mail.text).toContain('arn:aws:iam::111111111111:root');

    await unseen(async () => {
      await stack.iam.send(new PutUserPolicyCommand({ ...onUser, PolicyDocument: HARMLESS }));
      await detach('john.doe');
    });
    await stack.iam.send(new DeleteUserPolicyCommand(onUser));

    await untilGuarded(stack, 'john.doe');
    await untilMail(stack, 'Guard taken off john.doe, put back');
  });
});

describe.each(GUARD_KINDS)('the text of %s', (kind) => {
  test('is set back within two seconds when somebody makes another version the default', async () => {
    const PolicyArn = guardArnOf(stack.outputs.GuardArn, kind);
    const shipped = await defaultVersion(PolicyArn);
    const untilShipped = () =>
      until('the default version of before', async () =>
        (await defaultVersion(PolicyArn)) === shipped ? true : undefined,
      );

    const harmless = await newVersion(PolicyArn);

    await within(2_000, untilShipped());
    await until('a message that names the policy', async () =>
      (await findMail(stack.aws, ['Guard policy changed, put back'])).find(({ text }) =>
        text.includes(`The guard policy ${GUARD_NAMES[kind]},`),
      ),
    );

    await stack.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: harmless }));
    await untilShipped();
    await stack.quiet();
    await stack.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: harmless }));
  });
});

test('what ReleaseRole takes off stays off, and is told nobody', async () => {
  await stack.aws.doors.trail(false);
  await createUser('jane.roe');
  await givePassword(stack.iam, 'jane.roe');
  await stack.aws.doors.trail(true);

  await stack.aws.doors.putEvents([
    happening('guard-detached-by-release-role', (detail) => {
      detail.userIdentity.sessionContext.sessionIssuer.arn = String(stack.outputs['ReleaseRoleArn']);
      detail.requestParameters['userName'] = 'jane.roe';
    }),
  ]);
  await stack.quiet();

  expect(await isGuarded(stack, 'jane.roe')).toBe(false);
  expect(await mailsAbout(stack, 'jane.roe')).toEqual([]);
});

test('a change of the service itself is told to security, with who it was', async () => {
  await stack.aws.doors.putEvents([happening('rule-disabled', () => undefined)]);

  const mail = await untilMail(stack, 'aws-mfa-enforcer itself was changed, DisableRule');
  expect(mail.text).toContain('arn:aws:sts::111111111111:assumed-role/OrgAdmin/security.admin');
  expect(mail.attributes).toMatchObject({ severity: 'critical', kind: 'machine-changed' });
});

describe('a fight', () => {
  test('is told once, is put off, and is never given up', async () => {
    await createUser('mary.major');
    await givePassword(stack.iam, 'mary.major');
    await untilGuarded(stack, 'mary.major');

    await detach('mary.major');
    await untilGuarded(stack, 'mary.major');
    await stack.quiet();
    await detach('mary.major');
    await untilGuarded(stack, 'mary.major');
    await stack.quiet();
    await detach('mary.major');
    await untilMail(stack, 'Guard taken off mary.major, put back later');
    expect(await isGuarded(stack, 'mary.major')).toBe(false);

    await stack.aws.doors.advanceClock(61);

    await untilGuarded(stack, 'mary.major');
    expect(await mailsAbout(stack, 'mary.major, put back later')).toHaveLength(1);
  });
});

test('what no version has any more is told with the command that puts it back', async () => {
  const shipped = (await defaultVersion(stack.outputs.GuardArn)) ?? '';
  await stack.aws.doors.trail(false);
  const harmless = await newVersion(stack.outputs.GuardArn);
  await stack.iam.send(new DeletePolicyVersionCommand({ PolicyArn: stack.outputs.GuardArn, VersionId: shipped }));
  await stack.aws.doors.trail(true);

  await stack.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: stack.outputs.GuardArn, VersionId: harmless }));

  const mail = await untilMail(stack, 'Guard policy changed, NOT put back');
  expect(mail.text).toContain('REVERT_DRIFT');
});
