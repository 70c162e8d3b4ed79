import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { deviceRemoved, passwordSet, renamed } from '../fakes/some-events.ts';

const HOUR = 3_600_000;
const plenty = () => 900_000;
const noFindings = () => Promise.resolve([]);
const request = (sweepId: string) =>
  ({
    sweepId,
    scope: 'password-without-device',
    maxNewGuards: 1_000,
    atOnce: 3,
    heartbeatDays: 0,
    reminderDays: [],
  }) as const;

const users = fc.array(
  fc.record({
    password: fc.boolean(),
    devices: fc.constantFrom(
      [],
      ['GAHT1'],
      ['arn:aws:iam::111111111111:mfa/m'],
      ['arn:aws:iam::111111111111:u2f/user/u/k'],
    ),
    guarded: fc.boolean(),
    change: fc.constantFrom('none', 'password-set', 'device-removed', 'device-added', 'deleted', 'renamed'),
  }),
  { minLength: 1, maxLength: 12 },
);
type Seed = (typeof users extends fc.Arbitrary<infer Users> ? Users : never)[number];

/** An account of which the report is an hour old, and in which all this happened since. */
function changed(seeds: readonly Seed[]) {
  const account = anAccount();
  seeds.forEach(({ password, devices, guarded }, n) => account.withUser(`u${n}`, { password, devices, guarded }));
  const sweep = sweeping(account);
  sweep.reports();
  account.clock.advance(HOUR);
  const at = account.clock.now();
  seeds.forEach(({ change, devices }, n) => {
    const name = `u${n}`;
    const [device] = devices;
    if (change === 'password-set') {
      account.iam.setsPassword(name);
      sweep.happens(passwordSet(name, { at }));
    } else if (change === 'device-removed' && device !== undefined) {
      account.iam.deactivates(name, device);
      sweep.happens(deviceRemoved(name, device, { at }));
    } else if (change === 'device-added') account.iam.enables(name, 'GAHT9');
    else if (change === 'deleted') account.iam.deletes(name);
    else if (change === 'renamed') {
      account.iam.renames(name, `${name}-new`);
      sweep.happens(renamed(name, `${name}-new`, { at }));
    }
  });
  return { account, sweep };
}

const stateOf = ({ iam }: ReturnType<typeof anAccount>) =>
  Object.fromEntries(iam.all().map(({ name, guarded }) => [name, guarded]));

/** What must be true after a sweep: the open ones guarded, the others as they were. */
const expected = ({ iam }: ReturnType<typeof anAccount>) =>
  Object.fromEntries(
    iam
      .all()
      .map(({ name, guarded, password, devices }) => [
        name,
        guarded || (password !== undefined && devices.length === 0),
      ]),
  );

test('whatever changed since the report, nobody is missed and nobody wrongly guarded', async () => {
  await fc.assert(
    fc.asyncProperty(users, fc.boolean(), async (seeds, historyIsLost) => {
      const { account, sweep } = changed(seeds);
      if (historyIsLost) sweep.losesHistory();
      const after = expected(account);

      await runSweep(request('s-1'), plenty, noFindings, sweep.services);

      expect(stateOf(account)).toEqual(after);
    }),
  );
});

test('any sequence of interruptions ends in the same state, with each guarded user told once', async () => {
  const interruptions = fc.array(fc.nat(30), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(users, interruptions, async (seeds, cuts) => {
      const { account, sweep } = changed(seeds);
      const after = expected(account);
      const before = stateOf(account);

      for (const cut of cuts) {
        let looks = 0;
        await runSweep(request('s-1'), () => ((looks += 1) > cut ? 0 : 900_000), noFindings, sweep.services).catch(
          () => undefined,
        );
      }
      await runSweep(request('s-1'), plenty, noFindings, sweep.services);

      expect(stateOf(account)).toEqual(after);
      const told = account.told.flatMap((one) =>
        one.kind === 'users-guarded' ? one.users.map(({ outcome }) => outcome.user.userName) : [],
      );
      expect(told.toSorted()).toEqual(
        Object.keys(after)
          .filter((name) => after[name] && !before[name])
          .toSorted(),
      );
    }),
  );
});

test('a part that cannot be read makes more reads, never a missed user', async () => {
  const parts = fc.subarray(['report', 'details', 'virtualDevices', 'summary'] as const);
  await fc.assert(
    fc.asyncProperty(users, parts, async (seeds, refused) => {
      const { account, sweep } = changed(seeds);
      // Without report and details together nothing tells who is there: that sweep fails as a whole.
      fc.pre(!(refused.includes('report') && refused.includes('details')));
      for (const part of refused) sweep.refuses(part);
      const after = expected(account);
      // Only the live lists know of users made or renamed since the report.
      const known = Object.fromEntries(
        Object.entries(after).filter(([name]) => !name.endsWith('-new') || !refused.includes('details')),
      );

      await runSweep(request('s-1'), plenty, noFindings, sweep.services);

      expect(stateOf(account)).toMatchObject(known);
    }),
  );
});
