import { parseArgs } from 'node:util';
import { alertAboutRoot } from './demo/alert-about-root.ts';
import { enrolAndReturn } from './demo/enrol-and-return.ts';
import { findWhatNoEventTold } from './demo/find-what-no-event-told.ts';
import { guardANewUser } from './demo/guard-a-new-user.ts';
import { refuseABadEvent } from './demo/refuse-a-bad-event.ts';
import { removeADevice } from './demo/remove-a-device.ts';
import { tellTheOwner } from './demo/tell-the-owner.ts';
import { type Report, report } from './demo/report.ts';
import { howToTalkToIt, untilInterrupted } from './keep-running.ts';
import { withChannels } from './demo/with-channels.ts';
import { type Stack, startStack } from './stack.ts';

/** The main job, shown on a local AWS and checked step by step. Exits 1 when a step does not hold. */
async function demo(keep: boolean, to: Report): Promise<void> {
  to.step('1. The very stack of production, on a local AWS');
  to.say('… starting; the first time it is installed into .venv, which takes some 15 s');
  const stack = await startStack(withChannels);
  try {
    to.done('the local AWS is up', true, `${stack.upSeconds.toFixed(1)} s`);
    to.done('serverless.yml is deployed to it, mode enforce', true, `${stack.deploySeconds.toFixed(1)} s`);
    await showAll(stack, to);
    if (keep) {
      process.stdout.write(howToTalkToIt(stack));
      await untilInterrupted();
    }
  } finally {
    await stack.stop();
  }
}

async function showAll(stack: Stack, to: Report): Promise<void> {
  await guardANewUser(stack, to);
  await enrolAndReturn(stack, to);
  await removeADevice(stack, to);
  await alertAboutRoot(stack, to);
  await refuseABadEvent(stack, to);
  await findWhatNoEventTold(stack, to);
  await tellTheOwner(stack, to);
  process.stdout.write('\nAll eight steps hold.\n');
}

const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
try {
  await demo(
    values.keep,
    report((text) => process.stdout.write(text)),
  );
} catch (error) {
  process.stderr.write(`\nThe demo stops here: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
