import { GetLoginProfileCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { Console } from '../domain/posture.ts';

/**
 * Whether the user has a console password. NoSuchEntity means none, or that the user is gone: ListMFADevices tells.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html}
 */
export async function readConsole(iam: IAMClient, userName: string): Promise<Console> {
  try {
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: userName }));
    if (LoginProfile?.CreateDate === undefined) return { kind: 'unknown', why: 'NoCreateDate' };
    return {
      kind: 'password',
      createdAt: LoginProfile.CreateDate,
      resetRequired: LoginProfile.PasswordResetRequired === true,
    };
  } catch (error) {
    if (error instanceof NoSuchEntityException) return { kind: 'no-password' };
    throw error;
  }
}
