import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';

/** A user with administrator rights: whom the guard must hold above all. */
export async function createAdministrator(iam: IAMClient, userName: string, path = '/'): Promise<void> {
  await iam.send(
    new CreateUserCommand({ UserName: userName, Path: path, Tags: [{ Key: 'owner', Value: 'team-a@example.com' }] }),
  );
  await iam.send(
    new AttachUserPolicyCommand({ UserName: userName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  );
}

export async function givePassword(iam: IAMClient, userName: string): Promise<void> {
  await iam.send(new CreateLoginProfileCommand({ UserName: userName, Password: 'correct-Horse-7-battery' }));
}

/** Enrols an authenticator app, whatever its name; answers the serial number. */
export async function enrolVirtualDevice(iam: IAMClient, userName: string, name: string): Promise<string> {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
  const serial = VirtualMFADevice?.SerialNumber ?? '';
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: userName,
      SerialNumber: serial,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '234567',
    }),
  );
  return serial;
}
