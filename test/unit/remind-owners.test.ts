import { describe, expect, test, vi } from 'vitest';
import { remindOwners } from '../../shared/workflow/remind-owners.ts';
import { readInventory } from '../../shared/workflow/read-inventory.ts';
import { virtualDevice } from '../fakes/some-events.ts';
import { reminding } from '../fakes/reminding.ts';

const names = (count: number) => Array.from({ length: count }, (_, n) => `open-${n}`);

describe('a guarded user without a device', () => {
  test('is reminded after one, three and seven days, then security is told, then nobody any more', async () => {
    const { sweepNow, days, told } = reminding(['jane.doe']);
    await sweepNow();

    await days(40);

    expect(told()).toEqual(['jane.doe@1', 'jane.doe@3', 'jane.doe@7', 'jane.doe!']);
  });

  test.each(['an app', 'a passkey'])('is not reminded any more once %s is enrolled', async (what) => {
    const { account, sweepNow, days, told } = reminding(['jane.doe']);
    await sweepNow();
    await days(3);

    account.iam.enables(
      'jane.doe',
      what === 'an app' ? virtualDevice('phone') : 'arn:aws:iam::111111111111:u2f/user/k',
    );
    await days(20);

    expect(told()).toEqual(['jane.doe@1', 'jane.doe@3']);
  });

  test('is not reminded when a device is there that the report does not know yet', async () => {
    const { account, sweep, sweepNow, told } = reminding(['jane.doe']);
    await sweepNow();
    account.clock.advance(86_400_000);
    sweep.reports();
    account.iam.enables('jane.doe', 'arn:aws:iam::111111111111:u2f/user/k');
    const inventory = await readInventory(sweep.services);

    await remindOwners(inventory, { sweepId: 's-2', atOnce: 3, reminderDays: [1] }, () => 900_000, sweep.services);

    expect(told()).toEqual([]);
  });

  test('is not reminded while the devices cannot be read, and is as soon as they can', async () => {
    const { account, sweep, sweepNow, days, told } = reminding(['jane.doe']);
    await sweepNow();
    account.clock.advance(86_400_000);
    const unread: typeof sweep.services.postures = {
      ...sweep.services.postures,
      read: (user) =>
        Promise.resolve({
          kind: 'user',
          user,
          console: { kind: 'password', createdAt: new Date(0) },
          devices: { kind: 'unknown', why: 'AccessDenied' },
          guard: { kind: 'attached', all: [{ kind: 'guard', by: 'managed' }] },
        }),
    };
    await sweepNow({ ...sweep.services, postures: unread });
    expect(told()).toEqual([]);

    await days(1);

    expect(told()).toEqual(['jane.doe@2']);
  });

  test('is not reminded once the password is gone, or the user', async () => {
    const { account, sweepNow, days, told } = reminding(['jane.doe', 'john.doe']);
    await sweepNow();

    account.iam.deletesPassword('jane.doe');
    account.iam.deletes('john.doe');
    await days(20);

    expect(told()).toEqual([]);
  });

  test('whom nobody told of the guard is not reminded of it', async () => {
    const { account, days, told } = reminding([]);
    account.withUser('jane.doe', { password: true, guarded: true });

    await days(20);

    expect(told()).toEqual([]);
  });

  test('gets only the latest reminder when sweeps were off, and then seven days', async () => {
    const { account, sweepNow, days, told } = reminding(['jane.doe']);
    await sweepNow();
    account.clock.advance(30 * 86_400_000);

    await days(7);
    expect(told()).toEqual(['jane.doe@31']);
    await days(1);

    expect(told()).toEqual(['jane.doe@31', 'jane.doe!']);
  });

  test('whose guard was taken off and put on again is reminded anew', async () => {
    const { account, sweepNow, days, told } = reminding(['jane.doe']);
    await sweepNow();
    await days(20);
    account.iam.detachesGuard('jane.doe');

    await days(5); // the first of them guards and tells anew

    expect(told().slice(4)).toEqual(['jane.doe@1', 'jane.doe@3']);
  });

  test('is not reminded where reminders are off', async () => {
    const { sweepNow, days, told } = reminding(['jane.doe'], { reminderDays: [] });
    await sweepNow();

    await days(30);

    expect(told()).toEqual([]);
  });

  test('in observe nobody is, not even who was guarded before', async () => {
    const { account, sweep, sweepNow, days, told } = reminding([], { mode: 'observe' });
    account.withUser('jane.doe', { password: true, guarded: true });
    const user = { accountId: '111111111111', userName: 'jane.doe' };
    const guarded = {
      subject: `${user.accountId}#user#jane.doe#user-guarded`,
      eventId: 'e-1',
      silence: 'forever',
    } as const;
    await sweep.services.memory.markAllTold([guarded], account.clock.now());
    await sweepNow();

    await days(20);

    expect(told()).toEqual([]);
  });
});

describe('a message of reminders', () => {
  const owners = { 'open-0': 'a', 'open-1': 'b', 'open-2': 'a', 'open-3': 'c' };

  test("names one owner's users and nobody else's, and security reads of all, with their owners", async () => {
    const { account, sweepNow, days } = reminding(names(4), { owners });
    await sweepNow();

    await days(14);

    const reminders = account.told.filter((one) => one.kind === 'users-reminded');
    expect(reminders).toHaveLength(9); // three owners, three days
    for (const { owner, users } of reminders) {
      expect(users.map(({ user }) => owners[user.userName as keyof typeof owners])).toEqual(
        users.map(() => (owner.kind === 'name' ? owner.name : undefined)),
      );
    }
    const [overdue] = account.told.filter((one) => one.kind === 'users-overdue');
    expect(overdue?.users.map(({ user, owner }) => [user.userName, owner.kind === 'name' && owner.name])).toEqual([
      ['open-0', 'a'],
      ['open-1', 'b'],
      ['open-2', 'a'],
      ['open-3', 'c'],
    ]);
  });

  test('that was refused is told by the retry, and those told before it are not told again', async () => {
    const { account, sweep, sweepNow, told } = reminding(names(2), { owners: { 'open-0': 'a', 'open-1': 'b' } });
    await sweepNow();
    account.clock.advance(86_400_000);
    const { notices } = sweep.services;
    const refusing: typeof notices = {
      publish: (one) =>
        one.kind === 'users-reminded' && one.users[0].user.userName === 'open-1'
          ? Promise.reject(new Error('publish refused'))
          : notices.publish(one),
    };

    await expect(sweepNow({ ...sweep.services, notices: refusing }, 'r-1')).rejects.toThrow('publish refused');
    await sweepNow(sweep.services, 'r-1');

    expect(told()).toEqual(['open-0@1', 'open-1@1']);
  });
});

describe('reminders cost', () => {
  async function costOf(prepare: (of: ReturnType<typeof reminding>) => Promise<void>, users: readonly string[]) {
    const of = reminding(users);
    await prepare(of);
    const { memory } = of.sweep.services;
    const read = vi.fn((subjects: readonly string[]) => memory.toldAmong(subjects));
    const write = vi.fn((...told: Parameters<typeof memory.markAllTold>) => memory.markAllTold(...told));
    of.sweep.reports();
    const inventory = await readInventory(of.sweep.services);
    of.account.iam.calls.length = 0;
    const services = { ...of.sweep.services, memory: { ...memory, toldAmong: read, markAllTold: write } };

    await remindOwners(inventory, { sweepId: 's-9', atOnce: 3, reminderDays: [1, 3, 7] }, () => 900_000, services);

    return {
      reads: read.mock.calls.map(([subjects]) => subjects.length),
      writes: write.mock.calls.length,
      live: of.account.iam.calls.length,
    };
  }

  test('nothing where nobody is guarded without a device', async () => {
    const enrolled = async ({ account }: ReturnType<typeof reminding>) => {
      account.withUser('enrolled', { password: true, devices: ['GAHT1'], guarded: true }).withUser('robot', {});
      return Promise.resolve();
    };

    expect(await costOf(enrolled, ['open'])).toEqual({ reads: [], writes: 0, live: 0 });
  });

  test('one read for those whose day has not come', async () => {
    const swept = async ({ sweepNow }: ReturnType<typeof reminding>) => {
      await sweepNow();
    };

    expect(await costOf(swept, names(90))).toEqual({ reads: [90], writes: 0, live: 0 });
  });

  test('on a day of reminders a second read, one write, and two live reads a user', async () => {
    const aDayLater = async ({ account, sweepNow }: ReturnType<typeof reminding>) => {
      await sweepNow();
      account.clock.advance(86_400_000);
    };

    expect(await costOf(aDayLater, names(20))).toEqual({ reads: [20, 40], writes: 1, live: 40 });
  });

  test('the day after, the two reads alone', async () => {
    const twoDaysLater = async ({ sweepNow, days }: ReturnType<typeof reminding>) => {
      await sweepNow();
      await days(2);
    };

    expect(await costOf(twoDaysLater, names(20))).toEqual({ reads: [20, 40], writes: 0, live: 0 });
  });
});
