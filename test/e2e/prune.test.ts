import {
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { enrolVirtualDevice } from '../../local/demo/arrange.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { mailsAbout } from './steps.ts';
import { callsBy, metricOf, runNow, SWEEPER } from './sweep-steps.ts';

let stack: Stack;
const HOUR = 3_600;
const doors = () => stack.aws.doors;
const sweep = () => runNow(stack, 'sweep-account');
const serial = (name: string) => `arn:aws:iam::111111111111:mfa/${name}`;
/** An enrolment that was begun and not finished. */
const begin = (VirtualMFADeviceName: string) =>
  stack.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName }));
const devices = async () => {
  const { VirtualMFADevices = [] } = await stack.iam.send(new ListVirtualMFADevicesCommand({}));
  return VirtualMFADevices.map(({ SerialNumber = '' }) => SerialNumber.split('/').at(-1)).toSorted();
};
const digest = async () => (await mailsAbout(stack, 'MFA sweep'))[0]?.text.replaceAll(/\s+/g, ' ') ?? '';

beforeAll(async () => {
  stack = await startStack({ params: { MessagesAMinute: '99999', PruneDevices: 'on' } });
  await stack.iam.send(new CreateUserCommand({ UserName: 'jane.doe' }));
  await enrolVirtualDevice(stack.iam, 'jane.doe', 'janes-phone');
});
beforeEach(async () => {
  await doors().clearMail();
  await doors().clearMetrics();
  await doors().clearCalls();
});
afterEach(async () => {
  await doors().clearFaults();
  await stack.quiet();
  expect(await stack.failedEvents()).toEqual([]);
});
afterAll(() => stack.stop());

test('a sweep deletes what nobody has and no enrolment of the last hour explains, under the rights of its role', async () => {
  await begin('left-over');
  await stack.quiet();
  await doors().advanceClock(2 * HOUR);
  await begin('just-begun');

  const { error, result } = await sweep();

  expect(error).toBeUndefined();
  expect(result).toMatchObject({ pruning: { pruned: [{ kind: 'deleted' }] } });
  expect(await devices()).toEqual(['janes-phone', 'just-begun']);
  expect(await digest()).toContain(`- ${serial('left-over')}, made `);
  expect(await metricOf(stack, 'DevicesDeleted')).toBe(1);
});

test('an enrolment can go on after a sweep, and what was enrolled since is never touched', async () => {
  await stack.iam.send(new CreateUserCommand({ UserName: 'john.roe' }));
  await stack.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial('just-begun') }));
  await enrolVirtualDevice(stack.iam, 'john.roe', 'just-begun');
  await stack.quiet();
  await doors().advanceClock(2 * HOUR);

  await sweep();

  expect(await devices()).toEqual(['janes-phone', 'just-begun']);
  expect((await callsBy(stack, SWEEPER))['DeleteVirtualMFADevice']).toBeUndefined();
});

test('a device that IAM refuses to delete is named, and stops no other', async () => {
  await begin('refused');
  await begin('left-over');
  await stack.quiet();
  await doors().advanceClock(2 * HOUR);
  await doors().addFaults({
    kind: 'refuse',
    service: 'iam',
    action: 'DeleteVirtualMFADevice',
    code: 'DeleteConflict',
    status: 409,
    message: 'refused by the test',
    principal: SWEEPER,
    times: 1,
  });

  await sweep();

  const left = (await devices()).filter((name) => name === 'refused' || name === 'left-over');
  expect(left).toHaveLength(1);
  expect(await digest()).toContain(`- ${serial(String(left[0]))} could not be deleted: DeleteConflict`);
  await sweep();
  expect(await devices()).toEqual(['janes-phone', 'just-begun']);
});

test('where history cannot be read in full nothing is deleted, and the digest says so', async () => {
  await begin('left-over');
  await stack.quiet();
  await doors().advanceClock(2 * HOUR);
  await doors().addFaults({
    kind: 'refuse',
    service: 'cloudtrail',
    action: 'LookupEvents',
    code: 'AccessDeniedException',
    status: 400,
    message: 'refused by the test',
    principal: SWEEPER,
    times: 1_000,
  });

  await sweep();

  expect(await devices()).toContain('left-over');
  expect(await digest()).toContain('None was deleted (PruneDevices): event history could not be read in full');
});
