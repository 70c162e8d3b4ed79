import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeactivateMFADeviceCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enrolVirtualDevice, givePassword } from '../../local/demo/arrange.ts';
import { findWhatNoEventTold } from '../../local/demo/find-what-no-event-told.ts';
import { report } from '../../local/demo/report.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { DEVICE_CODES, isGuarded, mailsAbout } from './steps.ts';
import { callsBy, metricOf, RECONCILER, runNow, SWEEPER } from './sweep-steps.ts';

let stack: Stack;
const HOUR = 3_600;
const doors = () => stack.aws.doors;
const sweep = (payload: object = {}) => runNow(stack, 'sweep-account', payload);
const reconcile = () => runNow(stack, 'reconcile-events');
const guarded = async (...names: readonly string[]) => {
  const all = await Promise.all(names.map(async (name) => [name, await isGuarded(stack, name)] as const));
  return all.flatMap(([name, is]) => (is ? [name] : []));
};

beforeAll(async () => {
  stack = await startStack({ params: { MessagesAMinute: '99999' } });
});
beforeEach(async () => {
  // What these tests are about happens where no rule sees it.
  await doors().trail(false);
  await doors().forgetReport();
  await doors().clearCalls();
  await doors().clearMetrics();
  await doors().clearMail();
});
afterEach(async () => {
  await doors().clearFaults();
  await stack.quiet();
});
afterAll(() => stack.stop());

test('the step of the demo holds', async () => {
  await findWhatNoEventTold(
    stack,
    report(() => undefined),
  );
});

describe('who is found', () => {
  test('with no report yet: the open ones, and nobody else', async () => {
    await doors().seed([
      { name: 'open', password: true, path: '/eng/' },
      { name: 'enrolled', password: true, devices: ['virtual'] },
      { name: 'passkey', password: true, devices: ['passkey'] },
      { name: 'token', password: true, devices: ['hardware'] },
      { name: 'robot', devices: ['virtual'] },
    ]);

    const { error } = await sweep();

    expect(error).toBeUndefined();
    expect(await guarded('open', 'enrolled', 'passkey', 'token', 'robot')).toEqual(['open']);
  });

  test('done again costs no live call', async () => {
    await sweep();
    await doors().clearCalls();

    await sweep();

    const calls = await callsBy(stack, SWEEPER);
    expect(calls['GetLoginProfile']).toBeUndefined();
    expect(calls['AttachUserPolicy']).toBeUndefined();
  });

  describe.each([
    ['with event history', false],
    ['with event history denied: more is read', true],
  ])('a report an hour old, %s', (_name, historyDenied) => {
    test('nobody is missed, and nobody wrongly guarded', async () => {
      const n = historyDenied ? 'b' : 'a';
      await doors().seed([
        { name: `${n}-robot` },
        { name: `${n}-phone`, password: true },
        { name: `${n}-passkey`, password: true },
        { name: `${n}-open`, password: true },
        { name: `${n}-gone`, password: true },
        { name: `${n}-old-name` },
      ]);
      const phone = await enrolVirtualDevice(stack.iam, `${n}-phone`, `${n}-phone`);
      const passkey = `arn:aws:iam::111111111111:u2f/user/${n}-passkey/key-1`;
      await enable(`${n}-passkey`, passkey);
      await runNow(stack, 'sweep-account', { maxNewGuards: 0 });
      await doors().advanceClock(HOUR);

      await givePassword(stack.iam, `${n}-robot`);
      await deactivate(`${n}-phone`, phone);
      await deactivate(`${n}-passkey`, passkey);
      await enable(`${n}-open`, `GAHT-${n}`);
      await stack.iam.send(new DeleteLoginProfileCommand({ UserName: `${n}-gone` }));
      await stack.iam.send(new DeleteUserCommand({ UserName: `${n}-gone` }));
      await stack.iam.send(new CreateUserCommand({ UserName: `${n}-created` }));
      await givePassword(stack.iam, `${n}-created`);
      await stack.iam.send(new UpdateUserCommand({ UserName: `${n}-old-name`, NewUserName: `${n}-new-name` }));
      await givePassword(stack.iam, `${n}-new-name`);
      if (historyDenied) {
        await doors().addFaults({
          ...denied,
          service: 'cloudtrail',
          action: 'LookupEvents',
          principal: SWEEPER,
        });
      }
      const { error } = await sweep();

      expect(error).toBeUndefined();
      const names = ['robot', 'phone', 'passkey', 'open', 'created', 'new-name'].map((name) => `${n}-${name}`);
      expect(await guarded(...names)).toEqual(names.filter((name) => name !== `${n}-open`));
    });
  });

  test('twelve hundred users over pages of odd sizes, an empty one among them', async () => {
    const users = Array.from({ length: 1_200 }, (_, n) => ({
      name: `page-${n}`,
      password: true,
      ...(n % 100 === 7 ? {} : { devices: ['virtual' as const] }),
    }));
    await doors().seed(users);
    await doors().addFaults({ kind: 'page-size', service: 'iam', sizes: [7, 0, 333, 100, 1, 1000] });

    const { error } = await sweep();
    await doors().clearFaults();

    expect(error).toBeUndefined();
    const open = users.filter((_, n) => n % 100 === 7).map(({ name }) => name);
    expect(await guarded(...open)).toEqual(open);
    expect(await guarded('page-0', 'page-599', 'page-1199')).toEqual([]);
  });
});

describe('one bad user never stops the others', () => {
  test('a user at the policy quota is named in the digest, and the sweep is failed in part', async () => {
    await doors().seed([
      { name: 'full', password: true },
      { name: 'beside-full', password: true },
    ]);
    for (let n = 0; n < 10; n += 1) await attachFiller('full', n);

    const { result } = await sweep();

    expect(result).toMatchObject({ kind: 'in-part' });
    expect(await guarded('full', 'beside-full')).toEqual(['beside-full']);
    const [digest] = await mailsAbout(stack, 'MFA sweep FAILED IN PART');
    expect(digest?.text).toMatch(/full,?\s+who\s+stays\s+open:\s+the\s+quota\s+PoliciesPerUser/);
    expect(await metricOf(stack, 'SweepsFailedInPart')).toBe(1);
    for (let n = 0; n < 10; n += 1) await detachFiller('full', n);
    await sweep();
    expect(await isGuarded(stack, 'full')).toBe(true);
  });

  test.each(['GetLoginProfile', 'ListMFADevices', 'AttachUserPolicy'])(
    'a user who is deleted at %s needs nothing, and the others are done',
    async (action) => {
      const gone = `gone-at-${action}`;
      await doors().seed([
        { name: gone, password: true },
        { name: `beside-${gone}`, password: true },
      ]);
      await doors().addFaults({
        kind: 'refuse',
        service: 'iam',
        action,
        userName: gone,
        principal: SWEEPER,
        code: 'NoSuchEntity',
        status: 404,
        message: `The user with name ${gone} cannot be found.`,
        times: 1,
      });
      if (action === 'ListMFADevices') {
        await doors().addFaults({
          kind: 'refuse',
          service: 'iam',
          action: 'GetLoginProfile',
          userName: gone,
          principal: SWEEPER,
          code: 'NoSuchEntity',
          status: 404,
          message: 'cannot be found',
          times: 1,
        });
      }

      await sweep();

      expect(await isGuarded(stack, `beside-${gone}`)).toBe(true);
      await doors().clearFaults();
      await stack.iam.send(new DeleteLoginProfileCommand({ UserName: gone })).catch(() => undefined);
    },
  );

  test('whoever is refused is named, thrown for a retry, and the others are done', async () => {
    await doors().seed([
      { name: 'refused', password: true },
      { name: 'beside-refused', password: true },
    ]);
    await doors().addFaults({ ...denied, action: 'ListMFADevices', userName: 'refused', principal: SWEEPER });

    const { error } = await sweep();

    expect(error).toBe('SweepFailedInPartError');
    expect(await guarded('refused', 'beside-refused')).toEqual(['beside-refused']);
    await doors().clearFaults();
    await sweep();
    expect(await isGuarded(stack, 'refused')).toBe(true);
  });
});

describe('interruptions', () => {
  test('after every third call, then a retry: the same end, each user told', async () => {
    const toldTwice = new Set<number>();
    for (let after = 0; after < 30; after += 3) {
      const names = [0, 1, 2].map((n) => `cut-${after}-${n}`);
      await doors().seed(names.map((name) => ({ name, password: true })));
      await doors().forgetReport();
      await doors().addFaults({ ...denied, service: '*', principal: SWEEPER, after });

      await sweep();
      await doors().clearFaults();
      // An attempt that could not even give its lease back: another sweep waits until it has run out.
      await doors().advanceClock(16 * 60);
      await sweep();

      expect(await guarded(...names)).toEqual(names);
      const messages = await mailsAbout(stack, 'MFA required');
      for (const name of names) {
        const told = messages.filter(({ text }) => text.includes(`- ${name}\n`)).length;
        expect(told, `${name}, cut after ${after}`).toBeGreaterThanOrEqual(1);
        if (told > 1) toldTwice.add(after);
      }
    }
    // Cut between the publish and the mark, nobody can know that it was told: then it is told again.
    expect(toldTwice.size).toBeLessThanOrEqual(1);
  }, 240_000);

  test('two sweeps at once: one steps back, everybody is guarded', async () => {
    await doors().seed([{ name: 'at-once', password: true }]);

    const both = await Promise.all([sweep(), sweep()]);

    expect(both.filter(({ result }) => result['ignored'] === 'another sweep is running')).toHaveLength(1);
    expect(await isGuarded(stack, 'at-once')).toBe(true);
  });
});

describe('the fuse', () => {
  test('more users than MaxNewGuards: none is guarded, all are told, a run by hand lets them through', async () => {
    const names = Array.from({ length: 101 }, (_, n) => `fuse-${n}`);
    await doors().seed(names.map((name) => ({ name, password: true })));

    const { error } = await sweep();

    expect(error).toBe('TooManyNewGuardsError');
    expect(await guarded(...names)).toEqual([]);
    const [digest] = await mailsAbout(stack, 'MFA sweep STOPPED');
    expect(digest?.text).toContain('- fuse-100');
    expect((await sweep({ maxNewGuards: 101 })).error).toBeUndefined();
    expect(await guarded(...names)).toEqual(names);
  });

  test.each([[{ maxNewGuards: 'many' }], [{ accountId: '12' }], [{ accountId: '222222222222' }]])(
    'a request that makes no sense (%j) is refused by name',
    async (payload) => {
      expect((await sweep(payload)).error).toBe('SweepRequestError');
    },
  );
});

describe('telling', () => {
  test('fifty users of three owners: three messages, no foreign name in any', async () => {
    const owners = ['team-a@example.com', 'team-b@example.com', 'team-c@example.com'];
    const users = Array.from({ length: 50 }, (_, n) => ({
      name: `owned-${String(n).padStart(2, '0')}`,
      password: true,
      tags: { owner: owners[n % 3]! },
    }));
    await doors().seed(users);

    await sweep();

    const messages = await mailsAbout(stack, 'MFA required');
    expect(messages).toHaveLength(3);
    for (const owner of owners) {
      const text = messages.find((one) => one.text.includes(owner))?.text ?? '';
      for (const { name, tags } of users)
        expect(text.includes(`- ${name}\n`), `${name} to ${owner}`).toBe(tags.owner === owner);
    }
  });
});

describe('reconciling', () => {
  test('rules that saw nothing: the event history tells, the user is guarded, the event counted as lost', async () => {
    await stack.iam.send(new CreateUserCommand({ UserName: 'lost' }));
    await givePassword(stack.iam, 'lost');
    await doors().advanceClock(20 * 60);

    const { error } = await reconcile();

    expect(error).toBeUndefined();
    expect(await isGuarded(stack, 'lost')).toBe(true);
    expect(await metricOf(stack, 'EventsLost')).toBe(1);
    expect((await mailsAbout(stack, 'Events do not arrive'))[0]?.text).toContain('lost');
  });

  test('the same window four times: a user at the quota is told once', async () => {
    await stack.iam.send(new CreateUserCommand({ UserName: 'quota' }));
    for (let n = 0; n < 10; n += 1) await attachFiller('quota', n);
    await givePassword(stack.iam, 'quota');
    await doors().advanceClock(7 * 60);

    for (let window = 0; window < 4; window += 1) {
      await reconcile();
      await doors().advanceClock(15 * 60);
    }

    expect(await mailsAbout(stack, 'MFA NOT enforced', 'quota')).toHaveLength(1);
  });

  test('a root sign-in that no rule saw is told once, however many windows see it', async () => {
    await doors().signIn({ user: 'root', mfa: false });
    await doors().advanceClock(7 * 60);

    for (let window = 0; window < 3; window += 1) await reconcile();

    expect(await mailsAbout(stack, 'Root signed in WITHOUT MFA')).toHaveLength(1);
  });

  test('who is fine costs the three reads, a look at the exemptions beside them, and no message', async () => {
    await doors().advanceClock(2 * HOUR);
    await stack.iam.send(new CreateUserCommand({ UserName: 'fine' }));
    await enrolVirtualDevice(stack.iam, 'fine', 'fine');
    await givePassword(stack.iam, 'fine');
    await doors().advanceClock(7 * 60);
    await doors().clearCalls();

    await reconcile();

    const calls = await callsBy(stack, RECONCILER);
    expect({ ...calls, LookupEvents: 0 }).toEqual({
      LookupEvents: 0,
      ...LOOKING_AT_THE_MACHINE,
      GetLoginProfile: 1,
      ListMFADevices: 1,
      ListAttachedUserPolicies: 1,
      Scan: 1,
    });
    expect(await mailsAbout(stack, 'fine')).toEqual([]);
  });
});

/** What each reconciliation asks besides: whether the rules, the trail and the memory of both are as they should be. */
const LOOKING_AT_THE_MACHINE = {
  ListRules: 1,
  ListTargetsByRule: 9,
  DescribeTrails: 1,
  GetTrailStatus: 1,
  GetEventSelectors: 1,
  UpdateItem: 1,
} as const;

const denied = {
  kind: 'refuse',
  service: 'iam',
  code: 'AccessDenied',
  status: 403,
  message: 'refused by the test',
  times: 1_000,
} as const;

const enable = (UserName: string, SerialNumber: string) =>
  stack.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...DEVICE_CODES }));

const deactivate = (UserName: string, SerialNumber: string) =>
  stack.iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));

const fillerArn = (n: number) => `arn:aws:iam::111111111111:policy/filler-${n}`;

async function attachFiller(UserName: string, n: number): Promise<void> {
  const statement = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await stack.iam.send(new CreatePolicyCommand({ PolicyName: `filler-${n}`, PolicyDocument })).catch(() => undefined);
  await stack.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: fillerArn(n) }));
}

async function detachFiller(UserName: string, n: number): Promise<void> {
  await stack.iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: fillerArn(n) }));
}
