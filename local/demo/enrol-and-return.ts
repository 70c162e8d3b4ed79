import { CreateAccessKeyCommand, DeleteUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import type { Access, Stack } from '../stack.ts';
import { enrolVirtualDevice } from './arrange.ts';
import type { Report } from './report.ts';

/** What the guard does to a real session: denied, enrolled with its own credentials, allowed again. */
export async function enrolAndReturn(stack: Stack, { step, done }: Report): Promise<void> {
  step("3. The guard bites that user's own sessions, and lets him enrol");
  const withoutMfa = await stack.aws.doors.consoleSession({ user: 'jane.doe', mfa: false });
  done('signed in without MFA: listing buckets is denied', (await listBuckets(stack, withoutMfa)) === 'AccessDenied');
  done('deleting another user is denied', (await deleteUser(stack, withoutMfa)) === 'AccessDenied');
  const serial = await enrolVirtualDevice(new IAMClient(stack.config(withoutMfa)), 'jane.doe', 'my-phone');
  done('the same session enrols an authenticator app: allowed');
  done('it still has no MFA: listing buckets is denied', (await listBuckets(stack, withoutMfa)) === 'AccessDenied');
  const withMfa = await sessionWithMfa(stack, serial);
  done('a session with a code of that app: listing buckets is allowed', (await listBuckets(stack, withMfa)) === 'ok');
}

/** As from the command line: an access key, the serial number and a code. */
async function sessionWithMfa(stack: Stack, serial: string): Promise<Access> {
  const { AccessKey } = await stack.iam.send(new CreateAccessKeyCommand({ UserName: 'jane.doe' }));
  const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  const sts = new STSClient(stack.config(key));
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: '345678' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

/** `ok`, or the name of AWS's refusal. */
async function listBuckets(stack: Stack, access: Access): Promise<string> {
  const s3 = new S3Client({ ...stack.config(access), forcePathStyle: true });
  return nameOf(s3.send(new ListBucketsCommand({})));
}

async function deleteUser(stack: Stack, access: Access): Promise<string> {
  return nameOf(new IAMClient(stack.config(access)).send(new DeleteUserCommand({ UserName: 'someone.else' })));
}

const nameOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );
