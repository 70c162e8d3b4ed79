import { CreateUserCommand } from '@aws-sdk/client-iam';
import type { SlackPost } from '../doors.ts';
import type { Stack } from '../stack.ts';
import { until } from '../until.ts';
import { givePassword } from './arrange.ts';
import type { Report } from './report.ts';

/** What people read: the owner's own mail, and the channel of the security team. */
export async function tellTheOwner(stack: Stack, { step, done, quote }: Report): Promise<void> {
  step('8. Where people read it');
  const { doors } = stack.aws;
  const Tags = [{ Key: 'owner', Value: 'jane.roe@example.com' }];
  await stack.iam.send(new CreateUserCommand({ UserName: 'jane.roe', Tags }));
  await givePassword(stack.iam, 'jane.roe');

  const mail = await until('the mail of the owner', async () =>
    (await doors.sesMails()).find(({ subject }) => subject?.includes('jane.roe')),
  );
  done(`the owner has a mail of its own, at ${mail.to.join(', ')}:`);
  quote(`${mail.subject}\n\n${mail.text ?? ''}`);
  const post = await until('the message in Slack', async () =>
    (await doors.slack()).find(({ body }) => JSON.stringify(body).includes('jane.roe')),
  );
  done('security has it in Slack:');
  quote(textOf(post));
  const onBus = (await doors.busEvents('aws-mfa-enforcer-prod')).filter(
    ({ detailType }) => detailType === 'User Guarded',
  );
  done('machines have it on the event bus', onBus.length > 0, `${onBus.length} × User Guarded`);
}

/** The texts of the blocks, as they follow one another on the screen. */
function textOf({ body }: SlackPost): string {
  const texts: string[] = [];
  JSON.stringify(body, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('\n');
}
