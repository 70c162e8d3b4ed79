import { describe, expect, test } from 'vitest';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Inventory, VirtualDevice } from '../../shared/domain/inventory.ts';
import type { DeviceCreations } from '../../shared/domain/unused-devices.ts';
import type { SweepServices } from '../../shared/workflow/ports.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

const MINUTE = 60_000;
const serial = (name: string) => `arn:aws:iam::111111111111:mfa/${name}`;
const nobodys = (name: string): VirtualDevice => ({ serial: serial(name), userArn: undefined, enabledAt: undefined });
const somebodys = (name: string): VirtualDevice => ({
  serial: serial(name),
  userArn: 'arn:aws:iam::111111111111:user/jane.doe',
  enabledAt: new Date('2026-10-01T00:00:00Z'),
});

type Given = {
  readonly devices: readonly VirtualDevice[];
  /** How many minutes ago each was made, as history tells. */
  readonly made?: Readonly<Record<string, number>>;
  readonly complete?: boolean;
  readonly refuses?: readonly string[];
  /** What the list shows once more, before anything is deleted. */
  readonly again?: readonly VirtualDevice[] | 'unknown';
  readonly remaining?: number;
};

/** An account that is swept with PruneDevices on. */
function pruning(given: Given) {
  const account = anAccount();
  const sweep = sweeping(account);
  const deleted: string[] = [];
  let lookups = 0;
  let lists = 0;
  const creations = (): DeviceCreations => {
    lookups += 1;
    const now = account.clock.now().getTime();
    return {
      complete: given.complete ?? true,
      createdAt: new Map(
        Object.entries(given.made ?? {}).map(([name, ago]) => [serial(name), new Date(now - ago * MINUTE)]),
      ),
    };
  };
  const left = () => given.devices.filter((device) => !deleted.includes(device.serial));
  const services: SweepServices = {
    ...sweep.services,
    inventory: {
      ...sweep.services.inventory,
      virtualDevices: () => {
        lists += 1;
        const all = lists > 1 && given.again !== undefined ? given.again : left();
        return Promise.resolve(
          all === 'unknown' ? { kind: 'unknown', why: 'Throttling' } : { kind: 'virtual-devices', all },
        );
      },
    },
    pruning: {
      deviceCreations: () => Promise.resolve(creations()),
      deleteDevice: (one) => {
        if (given.refuses?.includes(one) === true) {
          return Promise.reject(Object.assign(new Error('in use'), { name: 'DeleteConflictException' }));
        }
        deleted.push(one);
        return Promise.resolve('deleted');
      },
    },
  };
  let sweeps = 0;
  const run = (used: SweepServices = services) =>
    runSweep(
      {
        sweepId: `s-${(sweeps += 1)}`,
        scope: 'password-without-device',
        maxNewGuards: 100,
        atOnce: 8,
        heartbeatDays: 0,
        reminderDays: [],
      },
      () => given.remaining ?? 900_000,
      (inventory) => Promise.resolve(orphansIn(inventory)),
      used,
    );
  return { account, deleted, run, services, lookups: () => lookups, lists: () => lists };
}

const orphansIn = ({ virtualDevices }: Inventory): readonly Finding[] =>
  virtualDevices.kind === 'unknown'
    ? []
    : virtualDevices.all
        .filter(({ userArn }) => userArn === undefined)
        .map(({ serial: resource }) => ({
          code: 'orphan-virtual-device',
          severity: 'low',
          status: 'open',
          resource,
          facts: {},
        }));

const digestsOf = ({ told }: ReturnType<typeof anAccount>) =>
  told.flatMap((one) => (one.kind === 'sweep-digest' ? [one.result] : []));

describe('what a sweep deletes', () => {
  test('is nobody’s, and older than an enrolment may take', async () => {
    const devices = [nobodys('old'), nobodys('young'), somebodys('jane')];
    const { run, deleted, account } = pruning({ devices, made: { old: 61, young: 59, jane: 9_000 } });

    const result = await run();

    expect(deleted).toEqual([serial('old')]);
    expect(result).toMatchObject({ kind: 'complete', pruning: { pruned: [{ kind: 'deleted' }] } });
    expect(digestsOf(account)[0]?.findings.map(({ resource }) => resource)).toEqual([serial('young')]);
  });

  test('is nothing where the deployment leaves devices alone, and history is not asked', async () => {
    const { run, services, deleted, lookups } = pruning({ devices: [nobodys('old')], made: { old: 600 } });

    expect(await run({ ...services, pruning: undefined })).not.toHaveProperty('pruning');
    expect({ deleted, lookups: lookups() }).toEqual({ deleted: [], lookups: 0 });
  });

  test('costs no call where every device is somebody’s', async () => {
    const { run, lookups, lists } = pruning({ devices: [somebodys('jane')] });

    await run();

    expect({ lookups: lookups(), lists: lists() }).toEqual({ lookups: 0, lists: 1 });
  });

  test('is not what somebody has enrolled since the first look', async () => {
    const { run, deleted } = pruning({
      devices: [nobodys('old'), nobodys('other')],
      made: { old: 600, other: 600 },
      again: [somebodys('old'), nobodys('other')],
    });

    await run();

    expect(deleted).toEqual([serial('other')]);
  });

  test('is not root’s own, which the console makes', async () => {
    const { run, deleted } = pruning({ devices: [nobodys('root-account-mfa-device')], made: {} });

    await run();

    expect(deleted).toEqual([]);
  });
});

describe('a device that history does not date', () => {
  test('is kept until a digest of more than an hour ago has named it', async () => {
    const { run, deleted, account } = pruning({ devices: [nobodys('ancient')] });

    await run();
    account.clock.advance(59 * MINUTE);
    await run();
    expect(deleted).toEqual([]);

    account.clock.advance(2 * MINUTE);
    await run();
    expect(deleted).toEqual([serial('ancient')]);
  });
});

describe('what is told', () => {
  test('names what was deleted and what was refused: one refusal stops no other', async () => {
    const { run, deleted, account } = pruning({
      devices: [nobodys('refused'), nobodys('old')],
      made: { refused: 600, old: 600 },
      refuses: [serial('refused')],
    });

    await run();

    expect(deleted).toEqual([serial('old')]);
    expect(digestsOf(account)[0]?.pruning).toMatchObject({
      pruned: [
        { kind: 'failed', why: 'DeleteConflictException', device: { serial: serial('refused') } },
        { kind: 'deleted', device: { serial: serial('old') } },
      ],
    });
  });

  test('is that nothing was deleted, where history was not read in full', async () => {
    const { run, deleted, account } = pruning({ devices: [nobodys('old')], made: { old: 600 }, complete: false });

    await run();

    expect(deleted).toEqual([]);
    expect(digestsOf(account)[0]?.pruning).toMatchObject({ kind: 'not-done', unread: 'history' });
  });

  test('is that the first look at the list failed', async () => {
    const { run, services, account } = pruning({ devices: [nobodys('old')], made: { old: 600 } });
    const virtualDevices = () => Promise.resolve({ kind: 'unknown', why: 'AccessDenied' } as const);

    await run({ ...services, inventory: { ...services.inventory, virtualDevices } });

    expect(digestsOf(account)[0]?.pruning).toEqual({ kind: 'not-done', unread: 'devices', why: 'AccessDenied' });
  });

  test('is that the second look failed: then nothing is deleted', async () => {
    const { run, deleted, account } = pruning({ devices: [nobodys('old')], made: { old: 600 }, again: 'unknown' });

    await run();

    expect(deleted).toEqual([]);
    expect(digestsOf(account)[0]?.pruning).toEqual({ kind: 'not-done', unread: 'devices', why: 'Throttling' });
  });

  test('is nothing where all is young, beside the findings', async () => {
    const { run, account } = pruning({ devices: [nobodys('young')], made: { young: 5 } });

    await run();
    await run();

    expect(digestsOf(account)).toHaveLength(1);
  });
});

test('without time for it nothing is begun, and the sweep ends as it would', async () => {
  const { run, deleted, lookups } = pruning({ devices: [nobodys('old')], made: { old: 600 }, remaining: 60_000 });

  expect(await run()).toMatchObject({ kind: 'complete' });
  expect({ deleted, lookups: lookups() }).toEqual({ deleted: [], lookups: 0 });
});
