import type { Stack } from '../stack.ts';
import { untilMail } from './look.ts';
import type { Report } from './report.ts';

export async function alertAboutRoot(stack: Stack, { step, done, quote }: Report): Promise<void> {
  step('5. The root user signs in without MFA');
  await stack.aws.doors.signIn({ user: 'root', mfa: false });
  const { subject, text, to } = await untilMail(stack, 'Root signed in WITHOUT MFA');
  done(`security is told, at ${to}:`);
  quote(`${subject ?? ''}\n\n${text}`);
}
