import { CreateUserCommand } from '@aws-sdk/client-iam';
import type { Stack } from '../stack.ts';
import { givePassword } from './arrange.ts';
import { untilGuarded, untilMail } from './look.ts';
import type { Report } from './report.ts';

/** More than ten minutes: an attach for an older event counts as an event that was lost. */
const ELEVEN_MINUTES = 660;

/** The net under the events: event history every quarter of an hour, a sweep every day. */
export async function findWhatNoEventTold(stack: Stack, { step, done, quote }: Report): Promise<void> {
  step('7. What no event told');
  const { doors } = stack.aws;
  await doors.trail(false);
  await stack.iam.send(new CreateUserCommand({ UserName: 'lost.event' }));
  await givePassword(stack.iam, 'lost.event');
  await doors.trail(true);
  // A leap of the clock in the middle of a call is a skew that the function's SDK would correct for good.
  await stack.quiet();
  await doors.advanceClock(ELEVEN_MINUTES);
  await doors.fire('ReconcileSchedule');
  await untilGuarded(stack, 'lost.event');
  await untilMail(stack, 'Events do not arrive');
  done('a password whose event was lost is found in the event history: guarded, told as lost');

  await doors.seed([{ name: 'old.timer', password: true, tags: { owner: 'team-b@example.com' } }]);
  await doors.fire('SweepSchedule');
  await untilGuarded(stack, 'old.timer');
  done('a user from before the stack is found by the daily sweep: guarded');
  const { subject, text, to } = await untilMail(stack, 'MFA sweep');
  done(`security gets the digest, at ${to}:`);
  quote(`${subject ?? ''}\n\n${text}`);
}
