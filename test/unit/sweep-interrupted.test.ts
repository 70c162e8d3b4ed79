import { expect, test } from 'vitest';
import { ownerLabel } from '../../shared/domain/owner.ts';
import { SweepFailedInPartError, TooManyNewGuardsError } from '../../shared/domain/errors.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

const sweep = (
  services: ReturnType<typeof sweeping>['services'],
  { sweepId = 's-1', maxNewGuards = 100, findings = [] as readonly Finding[] } = {},
) =>
  runSweep(
    { sweepId, scope: 'password-without-device', maxNewGuards, atOnce: 8, heartbeatDays: 7, reminderDays: [] },
    () => 900_000,
    () => Promise.resolve(findings),
    services,
  );

const orphan = (resource: string): Finding => ({
  code: 'orphan-virtual-device',
  severity: 'low',
  status: 'open',
  resource,
  facts: {},
});

test('who is about to be guarded is remembered before the first attach, which may be the last thing that happens', async () => {
  const account = anAccount().withUser('open-0', { password: true }).withUser('open-1', { password: true });
  const { services, untold } = sweeping(account);
  const seen: (readonly string[])[] = [];
  const enforcer: typeof services.enforcer = {
    ...services.enforcer,
    attach: (user, guard) => {
      seen.push(untold());
      return services.enforcer.attach(user, guard);
    },
  };

  await sweep({ ...services, enforcer });

  expect(seen).toEqual([
    ['open-0', 'open-1'],
    ['open-0', 'open-1'],
  ]);
});

test('who was not told by the first attempt is not forgotten when the second guards others and fails to tell too', async () => {
  const account = anAccount().withUser('first', { password: true });
  const { services, untold } = sweeping(account);
  account.refusesPublishes(2);
  await expect(sweep(services)).rejects.toThrow('publish refused');
  account.withUser('second', { password: true });

  await expect(sweep(services)).rejects.toThrow('publish refused');
  expect(untold().toSorted()).toEqual(['first', 'second']);
  await sweep(services);

  const named = account.told.flatMap((one) =>
    one.kind === 'users-guarded' ? one.users.map(({ outcome }) => outcome.user.userName) : [],
  );
  expect(named.toSorted()).toEqual(['first', 'second']);
});

test('an attach whose answer was lost may have worked: the next attempt tells', async () => {
  const account = anAccount().withUser('open', { password: true });
  const { services } = sweeping(account);
  const enforcer: typeof services.enforcer = {
    ...services.enforcer,
    attach: async (user, guard) => {
      await services.enforcer.attach(user, guard);
      throw new Error('socket hang up');
    },
  };

  await expect(sweep({ ...services, enforcer })).rejects.toThrow(SweepFailedInPartError);
  await sweep(services);

  expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
});

test('who was not told is not forgotten by an attempt that sees nobody’s policies', async () => {
  const account = anAccount().withUser('open', { password: true });
  const first = sweeping(account);
  account.refusesPublishes(1);
  await expect(sweep(first.services)).rejects.toThrow('publish refused');
  account.iam.enables('open', 'GAHT1');
  const { inventory } = first.services;
  const blind = { ...inventory, details: () => Promise.resolve({ kind: 'unknown', why: 'AccessDenied' } as const) };

  await sweep({ ...first.services, inventory: blind });

  expect(first.untold()).toEqual(['open']);
});

test('who was not told survives an attempt that died, whoever sweeps next', async () => {
  const account = anAccount().withUser('open', { password: true });
  const { services, untold } = sweeping(account);
  const dies: typeof services.memory = {
    ...services.memory,
    end: () => Promise.reject(new Error('socket hang up')),
  };
  account.refusesPublishes(1);
  await expect(sweep({ ...services, memory: dies })).rejects.toThrow('publish refused');
  expect(await sweep(services, { sweepId: 's-2' })).toEqual({ ignored: 'another sweep is running' });
  account.clock.advance(16 * 60_000);

  await sweep(services, { sweepId: 's-2' });

  expect(account.told.filter(({ kind }) => kind === 'users-guarded')).toHaveLength(1);
  expect(untold()).toEqual([]);
});

test('an attempt of the same sweep that ends the same way sends no second digest, another sweep does', async () => {
  const account = anAccount().withUser('open-0', { password: true }).withUser('open-1', { password: true });
  const { services } = sweeping(account);
  const fused = (sweepId: string, findings: readonly Finding[]) =>
    expect(sweep(services, { sweepId, maxNewGuards: 1, findings })).rejects.toThrow(TooManyNewGuardsError);

  await fused('s-1', [orphan('a')]);
  await fused('s-1', [orphan('a'), orphan('b')]);
  expect(digestsOf(account)).toMatchObject([{ result: { kind: 'fused' } }]);
  await fused('s-2', [orphan('a'), orphan('b')]);

  expect(digestsOf(account)).toMatchObject([{}, { changes: { fresh: [{ resource: 'b' }], resolved: [] } }]);
});

test('an attempt of the same sweep with another outcome sends its own digest', async () => {
  const account = anAccount().withUser('open-0', { password: true }).withUser('open-1', { password: true });
  const { services } = sweeping(account);

  await expect(sweep(services, { maxNewGuards: 1 })).rejects.toThrow(TooManyNewGuardsError);
  await sweep(services);

  expect(digestsOf(account)).toMatchObject([{ result: { kind: 'fused' } }, { result: { kind: 'complete' } }]);
});

test('a digest that was refused is not remembered: the next attempt sends it', async () => {
  const account = anAccount().withUser('enrolled', { password: true, devices: ['GAHT1'] });
  const { services } = sweeping(account);
  account.refusesPublishes(1);
  await expect(sweep(services, { findings: [orphan('a')] })).rejects.toThrow('publish refused');

  await sweep(services, { findings: [orphan('a')] });

  expect(digestsOf(account)).toMatchObject([{ changes: { fresh: [{ resource: 'a' }] } }]);
});

test('owners who were told before a publish was refused are not told again by the next attempt', async () => {
  const account = anAccount().withUser('open-0', { password: true }).withUser('open-1', { password: true });
  const { services } = sweeping(account, { 'open-0': 'team-a', 'open-1': 'team-b' });
  let publishes = 0;
  const notices: typeof services.notices = {
    publish: (notification) =>
      (publishes += 1) === 2 ? Promise.reject(new Error('publish refused')) : services.notices.publish(notification),
  };

  await expect(sweep({ ...services, notices })).rejects.toThrow('publish refused');
  await sweep({ ...services, notices });

  const owners = account.told.flatMap((one) => (one.kind === 'users-guarded' ? [ownerLabel(one.owner)] : []));
  expect(owners).toEqual(['team-a', 'team-b']);
});

const digestsOf = ({ told }: ReturnType<typeof anAccount>) => told.filter(({ kind }) => kind === 'sweep-digest');
