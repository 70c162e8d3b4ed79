import { describe, expect, test } from 'vitest';
import type { SweepRequest } from '../../shared/workflow/run-sweep.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { passwordSet } from '../fakes/some-events.ts';

const REQUEST: SweepRequest = {
  sweepId: 's-1',
  scope: 'password-without-device',
  maxNewGuards: 100,
  atOnce: 4,
  heartbeatDays: 0,
  reminderDays: [],
};

function anExemptUser(of: Parameters<typeof anExemption>[1] = {}) {
  const account = anAccount().withUser('jane.doe', { password: true });
  account.exempts(anExemption('AIDAjane.doe', of));
  return account;
}

const set = (account: ReturnType<typeof anAccount>, name = 'jane.doe') =>
  evaluateUser(passwordSet(name, { at: account.clock.now() }), account.services);

async function sweep(account: ReturnType<typeof anAccount>, sweepId = 's-1', bulk = sweeping(account)) {
  await runSweep(
    { ...REQUEST, sweepId },
    () => 600_000,
    () => Promise.resolve([]),
    bulk.services,
  );
  return bulk;
}

describe('an event', () => {
  test('leaves an exempt user alone, with the reason, and tells nobody', async () => {
    const account = anExemptUser();

    const { decision, effect } = await set(account);

    expect(effect).toBe('already-so');
    expect(decision).toMatchObject({
      compliance: 'not-applicable',
      reasons: [{ code: 'exempt', approver: expect.stringContaining('security.admin') as string }, {}],
    });
    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(account.told).toEqual([]);
  });

  test('guards whoever was made again under the name of an exempt user', async () => {
    const account = anExemptUser();
    account.iam.deletes('jane.doe');
    account.withUser('jane.doe', { password: true });

    await set(account);

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });

  test('keeps the exemption of a user who was renamed', async () => {
    const account = anExemptUser();
    account.iam.renames('jane.doe', 'jane.roe');

    await set(account, 'jane.roe');

    expect(account.iam.isGuarded('jane.roe')).toBe(false);
  });

  test('guards a user whose exemption has ended', async () => {
    const account = anExemptUser({ expiresAt: new Date('2026-11-24T12:00:00Z') });

    await set(account);

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });

  test('costs one look at the exemptions, beside the reads, where nobody would be guarded', async () => {
    const account = anExemptUser()
      .withUser('enrolled', { password: true, devices: ['arn:aws:iam::111111111111:mfa/x'] })
      .withUser('guarded', { password: true, guarded: true });

    await set(account, 'enrolled');
    await set(account, 'guarded');

    expect(account.exemptionReads()).toBe(2);
  });

  test('asks IAM for nobody’s id where nobody is exempt', async () => {
    const account = anAccount().withUser('jane.doe', { password: true });
    account.losesTable();

    await set(account);

    expect(account.exemptionReads()).toBe(1);
    expect(account.iam.calls.indexOf('GetUser')).toBeGreaterThan(account.iam.calls.indexOf('AttachUserPolicy'));
  });
});

describe('a sweep', () => {
  test('leaves an exempt user alone, asks for no id, and names the exemption in the result', async () => {
    const account = anExemptUser();
    account.withUser('john.roe', { password: true });

    await sweep(account);

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(account.iam.isGuarded('john.roe')).toBe(true);
    const digest = account.told.find((one) => one.kind === 'sweep-digest');
    expect(digest?.result.exempt).toMatchObject([{ userId: 'AIDAjane.doe' }]);
  });

  test('spares an exempt user also when the details of the account cannot be read', async () => {
    const account = anExemptUser();
    const bulk = sweeping(account);
    bulk.refuses('details');

    await sweep(account, 's-1', bulk);

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
  });

  test('does not count an exempt user against the fuse', async () => {
    const account = anExemptUser();

    const result = runSweep(
      { ...REQUEST, maxNewGuards: 0 },
      () => 600_000,
      () => Promise.resolve([]),
      sweeping(account).services,
    );

    await expect(result).resolves.toMatchObject({ kind: 'complete' });
  });

  test('keeps the copy by which events and sweeps decide while the table is out of reach', async () => {
    const account = anExemptUser().withUser('john.roe', {});
    const bulk = await sweep(account);
    account.exempts(anExemption('AIDAjohn.roe'));
    account.losesExemptions();
    account.iam.setsPassword('john.roe');

    await set(account, 'jane.doe');
    await set(account, 'john.roe');
    await sweep(account, 's-2', bulk);

    expect(account.iam.isGuarded('jane.doe')).toBe(false);
    expect(account.iam.isGuarded('john.roe')).toBe(true);
  });

  test('guards everybody where neither the table nor a copy can be read', async () => {
    const account = anExemptUser();
    account.losesExemptions();

    await sweep(account);

    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });

  test('tells of each stage of an end once, whichever sweep sees it', async () => {
    const account = anExemptUser({ expiresAt: new Date('2026-12-24T12:00:00Z') });
    const bulk = sweeping(account);
    for (let day = 0; day < 40; day += 1) {
      await sweep(account, `s-${day}`, bulk);
      account.clock.advance(86_400_000);
    }

    const endings = account.told.flatMap((one) => (one.kind === 'exemptions-ending' ? one.endings : []));

    expect(endings.map(({ ending }) => ending)).toEqual([
      { kind: 'ends-soon', days: 14 },
      { kind: 'ends-soon', days: 3 },
      { kind: 'ended' },
    ]);
    expect(account.iam.isGuarded('jane.doe')).toBe(true);
  });
});
