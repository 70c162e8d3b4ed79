import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Inventory, VirtualDevice } from '../../shared/domain/inventory.ts';
import { pruneInSweep } from '../../shared/workflow/prune-in-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

const NOW = new Date('2026-11-24T12:00:00Z').getTime();
const MINUTE = 60_000;
const NAMES = ['a', 'b', 'c', 'd', 'root-account-mfa-device'];
const serial = (name: string) => `arn:aws:iam::111111111111:mfa/${name}`;

/** Somebody's, nobody's, or with half of what tells that it is somebody's. */
const device = (name: string): fc.Arbitrary<VirtualDevice> =>
  fc.record({
    serial: fc.constant(serial(name)),
    userArn: fc.option(fc.constant('arn:aws:iam::111111111111:user/jane.doe'), { nil: undefined }),
    enabledAt: fc.option(fc.constant(new Date('2026-10-01T00:00:00Z')), { nil: undefined }),
  });
const devices = fc.subarray(NAMES).chain((names) => fc.tuple(...names.map(device)));
const minutesAgo = fc.option(fc.integer({ min: 0, max: 130_000 }), { nil: undefined });

test('no device is deleted that is somebody’s, at the first look or at the second, or that an enrolment may explain', async () => {
  await fc.assert(
    fc.asyncProperty(
      devices,
      devices,
      fc.record(Object.fromEntries(NAMES.map((name) => [name, minutesAgo]))),
      fc.boolean(),
      fc.option(fc.record({ named: fc.subarray(NAMES), minutes: fc.integer({ min: 0, max: 200 }) })),
      async (first, second, made, complete, digest) => {
        const account = anAccount();
        const { services } = sweeping(account);
        const deleted: string[] = [];
        const createdAt = new Map(
          Object.entries(made).flatMap(([name, ago]) =>
            ago === undefined ? [] : [[serial(name), new Date(NOW - ago * MINUTE)]],
          ),
        );
        const last = {
          findingKeys: (digest?.named ?? []).map((name) => `orphan-virtual-device|${serial(name)}|open`),
          toldAt: digest === null ? undefined : new Date(NOW - digest.minutes * MINUTE),
          of: undefined,
        };
        const inventory = { virtualDevices: { kind: 'virtual-devices', all: first } } as unknown as Inventory;

        await pruneInSweep(inventory, last, () => 900_000, {
          ...services,
          inventory: {
            ...services.inventory,
            virtualDevices: () => Promise.resolve({ kind: 'virtual-devices', all: second }),
          },
          pruning: {
            deviceCreations: () => Promise.resolve({ complete, createdAt }),
            deleteDevice: (one) => {
              deleted.push(one);
              return Promise.resolve('deleted');
            },
          },
        });

        for (const one of deleted) {
          for (const look of [first, second]) {
            const seen = look.find((other) => other.serial === one);
            expect([seen?.userArn, seen?.enabledAt]).toEqual([undefined, undefined]);
            expect(seen).toBeDefined();
          }
          expect(complete).toBe(true);
          const age = createdAt.get(one);
          const isOld = age !== undefined && NOW - age.getTime() >= 60 * MINUTE;
          const wasNamed = age === undefined && digest !== null && digest.minutes >= 60;
          expect(isOld || (wasNamed && last.findingKeys.some((key) => key.includes(`|${one}|`)))).toBe(true);
          expect(one).not.toMatch(/root-account-mfa-device$/);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});
