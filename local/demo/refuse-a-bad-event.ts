import { readFile } from 'node:fs/promises';
import type { Stack } from '../stack.ts';
import { until } from '../until.ts';
import { givePassword, createAdministrator } from './arrange.ts';
import { untilGuarded } from './look.ts';
import type { Report } from './report.ts';

/** Lambda waits one minute, then two, before it gives an event up. The demo sets the clock forward instead. */
const RETRIES_SECONDS = [60, 120];

export async function refuseABadEvent(stack: Stack, { step, done, say }: Report): Promise<void> {
  step('6. An event that makes no sense is thrown in');
  const envelope = await readFile('events/password-created-without-a-user-name.json', 'utf8');
  await stack.aws.doors.putEvents([JSON.parse(envelope)]);
  for (const seconds of RETRIES_SECONDS) {
    await untilWaiting(stack);
    await stack.aws.doors.advanceClock(seconds);
  }
  const failed = await until('the dead letter', async () => (await stack.failedEvents()).at(0));
  const { errorType, errorMessage } = failed.responsePayload;
  const tries = failed.requestContext.approximateInvokeCount;
  done(`after ${tries} attempts it is in the dead-letter queue`, errorType === 'InvalidEventError');
  say(`  ${errorType}: ${errorMessage}`);
  await createAdministrator(stack.iam, 'mary.major');
  await givePassword(stack.iam, 'mary.major');
  await untilGuarded(stack, 'mary.major');
  done('nothing else was harmed: the next user is guarded as ever');
}

const untilWaiting = ({ aws }: Stack) =>
  until('a retry', async () => {
    const deliveries = await aws.doors.deliveries();
    return deliveries.some(({ waiting, running, queued }) => waiting.length > 0 && running + queued === 0)
      ? true
      : undefined;
  });
