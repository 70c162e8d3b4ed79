import { CreateUserCommand, DeactivateMFADeviceCommand } from '@aws-sdk/client-iam';
import type { Stack } from '../stack.ts';
import { createAdministrator, enrolVirtualDevice, givePassword } from './arrange.ts';
import { isGuarded, untilGuarded } from './look.ts';
import type { Report } from './report.ts';

/** Who loses the only device is guarded; who has no password is none of our business. */
export async function removeADevice(stack: Stack, { step, done }: Report): Promise<void> {
  step('4. An administrator deactivates the devices of others');
  const { iam } = stack;
  await createAdministrator(iam, 'john.roe');
  const serial = await enrolVirtualDevice(iam, 'john.roe', 'johns-phone');
  await givePassword(iam, 'john.roe');
  await iam.send(new CreateUserCommand({ UserName: 'backup-robot' }));
  const ofRobot = await enrolVirtualDevice(iam, 'backup-robot', 'robot');
  await stack.quiet();
  done('john.roe has a password and a device: left alone', !(await isGuarded(stack, 'john.roe')));
  await iam.send(new DeactivateMFADeviceCommand({ UserName: 'backup-robot', SerialNumber: ofRobot }));
  await iam.send(new DeactivateMFADeviceCommand({ UserName: 'john.roe', SerialNumber: serial }));
  await untilGuarded(stack, 'john.roe');
  done('his device is deactivated: the guard is attached');
  await stack.quiet();
  done('backup-robot, who has no password, got nothing', !(await isGuarded(stack, 'backup-robot')));
}
