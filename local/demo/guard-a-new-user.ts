import type { Stack } from '../stack.ts';
import { createAdministrator, givePassword } from './arrange.ts';
import { between, untilGuarded, untilMail } from './look.ts';
import type { Report } from './report.ts';

/** A plain IAM call; the trail makes the event of it, as in AWS. */
export async function guardANewUser(stack: Stack, { step, done, quote }: Report): Promise<void> {
  step('2. An administrator without MFA gets a console password');
  await createAdministrator(stack.iam, 'jane.doe', '/eng/platform/');
  await givePassword(stack.iam, 'jane.doe');
  done('user /eng/platform/jane.doe with AdministratorAccess has a password');
  await untilGuarded(stack, 'jane.doe');
  const took = await between(stack, 'jane.doe', 'CreateLoginProfile', 'AttachUserPolicy');
  done('the guard is attached', took < 10_000, `${took} ms after the password`);
  const { subject, text, to } = await untilMail(stack, 'MFA required', 'jane.doe');
  done(`the owners are told, at ${to}:`);
  quote(`${subject ?? ''}\n\n${text}`);
}
