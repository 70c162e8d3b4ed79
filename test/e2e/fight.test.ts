import { CreateUserCommand, DetachUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../../local/demo/arrange.ts';
import { untilGuarded } from '../../local/demo/look.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { until } from '../../local/until.ts';
import { isGuarded } from './steps.ts';

/** Seconds of the clock between two attempts. */
const STEP = 30;
const DETACHES = 20;

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ params: { MessagesAMinute: '99999' } });
});
afterAll(() => stack.stop());

test('who is taken the guard off at every chance for ten minutes is never open for fifteen, and ends guarded', async () => {
  const UserName = 'mary.major';
  await stack.iam.send(new CreateUserCommand({ UserName }));
  await givePassword(stack.iam, UserName);
  await untilGuarded(stack, UserName);
  let open = 0;
  let longest = 0;
  let detached = 0;
  let guarded = true;
  for (let step = 0; step < DETACHES || !guarded; step += 1) {
    if (step < DETACHES && guarded) {
      await stack.iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: stack.outputs.GuardArn }));
      detached += 1;
    }
    await whatIsDue();
    await stack.aws.doors.advanceClock(STEP);
    await whatIsDue();
    guarded = await isGuarded(stack, UserName);
    open = guarded ? 0 : open + STEP;
    longest = Math.max(longest, open);
    expect(longest).toBeLessThan(15 * 60);
  }

  expect(detached).toBeGreaterThan(3);
  expect(longest).toBeGreaterThan(STEP);
  expect(await stack.failedEvents()).toEqual([]);
}, 240_000);

/** Waits until no event and no restore that is due is left to be worked on. */
async function whatIsDue(): Promise<void> {
  await until(
    'what is due to be done',
    async () => {
      const now = (await stack.aws.doors.clock()).now;
      const deliveries = await stack.aws.doors.deliveries();
      const isBusy = deliveries.some(
        ({ queued, running, waiting }) =>
          queued + running > 0 || waiting.some(({ due }) => Date.parse(due) <= Date.parse(now)),
      );
      return isBusy ? undefined : true;
    },
    60_000,
  );
}
