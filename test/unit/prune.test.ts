import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { readDeviceCreations } from '../../shared/aws/read-device-creations.ts';
import type { VirtualDevice, VirtualDevices } from '../../shared/domain/inventory.ts';
import type { DeviceCreations } from '../../shared/domain/unused-devices.ts';
import { anAccount } from '../fakes/an-account.ts';
import type { ReleasingOverrides } from '../fakes/releasing.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';
import { aCommandLine } from './cli-terminal.ts';

const serial = (name: string) => `arn:aws:iam::111111111111:mfa/${name}`;
const unassigned = (name: string): VirtualDevice => ({
  serial: serial(name),
  userArn: undefined,
  enabledAt: undefined,
});
const assigned = (name: string): VirtualDevice => ({
  serial: serial(name),
  userArn: `arn:aws:iam::111111111111:user/${name}`,
  enabledAt: new Date('2026-01-01T00:00:00Z'),
});
const made = (dates: Readonly<Record<string, string>>, complete = true): DeviceCreations => ({
  complete,
  createdAt: new Map(Object.entries(dates).map(([name, at]) => [serial(name), new Date(at)])),
});

/** It is 12:00. */
const DATES = { old: '2026-11-24T10:59:00Z', young: '2026-11-24T11:01:00Z', jane: '2026-10-01T00:00:00Z' };
const ALL: VirtualDevices = {
  kind: 'virtual-devices',
  all: [unassigned('old'), unassigned('young'), assigned('jane')],
};

function prunes(virtualDevices: VirtualDevices, releasing: ReleasingOverrides) {
  const account = anAccount();
  const { run, deleted } = aCommandLine(account, { virtualDevices, releasing });
  return { account, deleted, run: (...args: readonly string[]) => run(['devices', 'prune', ...args]) };
}

describe('what is deleted', () => {
  test('is unassigned and older than an hour; a younger one and one that somebody has stay', async () => {
    const { run, deleted } = prunes(ALL, { creations: made(DATES) });

    const { code, out } = await run();

    expect(code).toBe(0);
    expect(deleted).toEqual([serial('old')]);
    expect(out).toContain(`- ${serial('young')}, made 2026-11-24`);
    expect(out).not.toContain(serial('jane'));
  });

  test('is what is older than the hours that were named', async () => {
    const { run, deleted } = prunes(ALL, { creations: made(DATES) });

    await run('--older-than', '2');

    expect(deleted).toEqual([]);
  });

  test('is nothing in a dry run, which does not wait either', async () => {
    const devices: VirtualDevices = { ...ALL, all: [...ALL.all, unassigned('undated')] };
    const { run, deleted, account } = prunes(devices, { creations: made(DATES) });

    const { code, out } = await run('--dry-run', '--json');

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      command: 'devices prune',
      wouldBeDeleted: [{ serial: serial('old'), createdAt: '2026-11-24T10:59:00.000Z' }],
      deleted: [],
      kept: [
        { serial: serial('young'), why: 'young' },
        { serial: serial('undated'), createdAt: null, why: 'age-unknown' },
      ],
    });
    expect(deleted).toEqual([]);
    expect(account.clock.now()).toEqual(new Date('2026-11-24T12:00:00Z'));
  });

  test('is never the device that root is enrolling, nor one with a date or a user', async () => {
    const devices: VirtualDevices = {
      kind: 'virtual-devices',
      all: [
        unassigned('root-account-mfa-device'),
        { ...unassigned('dated'), enabledAt: new Date(0) },
        { ...unassigned('owned'), userArn: 'arn:aws:iam::111111111111:root' },
      ],
    };
    const old = made({ 'root-account-mfa-device': DATES.jane, dated: DATES.jane, owned: DATES.jane });
    const { run, deleted } = prunes(devices, { creations: old });

    await run();

    expect(deleted).toEqual([]);
  });
});

describe('a device of unknown age', () => {
  const devices: VirtualDevices = { kind: 'virtual-devices', all: [unassigned('ancient'), unassigned('fresh')] };

  test('is deleted only when history still tells nothing of it after it had the time to catch up', async () => {
    let looks = 0;
    const creations = () => {
      looks += 1;
      return looks === 1 ? made({}) : made({ fresh: '2026-11-24T11:59:00Z' });
    };
    const { run, deleted, account } = prunes(devices, { creations });

    const { err } = await run();

    expect(err).toContain('looking again in 15 minutes');
    expect(deleted).toEqual([serial('ancient')]);
    expect(account.clock.now()).toEqual(new Date('2026-11-24T12:15:00Z'));
  });

  test('stays, and the command exits with 2, when history was not read in full', async () => {
    const { run, deleted } = prunes(devices, { creations: made({ fresh: DATES.jane }, false) });

    const { code, out } = await run();

    expect(code).toBe(2);
    expect(deleted).toEqual([serial('fresh')]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('Allow cloudtrail:LookupEvents');
  });
});

test('a device that IAM does not let go is named, and stops no other', async () => {
  const devices: VirtualDevices = { kind: 'virtual-devices', all: [unassigned('a'), unassigned('b')] };
  const creations = made({ a: DATES.jane, b: DATES.jane });
  const { run, deleted } = prunes(devices, { creations, refusesDelete: [serial('a')] });

  const { code, out } = await run();

  expect(code).toBe(2);
  expect(deleted).toEqual([serial('b')]);
  expect(out).toContain(`${serial('a')}: AccessDenied`);
});

test('a device that was assigned between the two looks stays', async () => {
  const virtualDevices: VirtualDevices[] = [
    { kind: 'virtual-devices', all: [unassigned('enrolling')] },
    { kind: 'virtual-devices', all: [assigned('enrolling')] },
  ];
  const overrides = {
    releasing: { creations: made({ enrolling: DATES.jane }) },
    get virtualDevices() {
      return virtualDevices.shift() ?? ALL;
    },
  };
  const { run, deleted } = aCommandLine(anAccount(), overrides);

  const { out } = await run(['devices', 'prune']);

  expect(deleted).toEqual([]);
  expect(out).toContain('Gone, or assigned meanwhile');
});

describe('event history', () => {
  const cloudTrail = mockClient(CloudTrailClient);
  const record = (name: string, eventTime: string) => ({
    CloudTrailEvent: JSON.stringify({
      eventTime,
      eventName: 'CreateVirtualMFADevice',
      responseElements: { virtualMFADevice: { serialNumber: serial(name) } },
    }),
  });
  const read = () => readDeviceCreations(new CloudTrailClient({}), simulatedClock());

  beforeEach(() => {
    cloudTrail.reset();
  });

  test('dates a device by the latest time that it was made, over all pages', async () => {
    cloudTrail
      .on(LookupEventsCommand, { NextToken: undefined })
      .resolves({ Events: [record('a', DATES.young)], NextToken: 'two' })
      .on(LookupEventsCommand, { NextToken: 'two' })
      .resolves({ Events: [record('a', DATES.old), record('b', DATES.old)] });

    expect(await read()).toEqual(made({ a: DATES.young, b: DATES.old }));
  });

  test('that is refused dates what was read until then, and is not complete', async () => {
    cloudTrail
      .on(LookupEventsCommand, { NextToken: undefined })
      .resolves({ Events: [record('a', DATES.old)], NextToken: 'two' })
      .on(LookupEventsCommand, { NextToken: 'two' })
      .rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));

    expect(await read()).toEqual(made({ a: DATES.old }, false));
  });

  test('with a record that makes no sense is not complete, and a refused creation made no device', async () => {
    const refused = JSON.stringify({ eventTime: DATES.old, errorCode: 'AccessDenied', responseElements: null });
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [{ CloudTrailEvent: refused }] });
    expect(await read()).toEqual(made({}));

    cloudTrail.on(LookupEventsCommand).resolves({ Events: [{ CloudTrailEvent: '{}' }, record('a', DATES.old)] });
    expect(await read()).toEqual(made({ a: DATES.old }, false));
  });
});
