// `npm run remove`: rules and schedules off, the guard off everybody, then the stack. Each step can be run again.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { confirm } from '../cli/confirm.ts';
import { connectToAws } from '../cli/connect.ts';
import { explain } from '../cli/explain.ts';
import { ownTerminal } from '../cli/terminal.ts';
import { newWatch } from '../cli/watch.ts';
import { iamClient } from '../shared/aws/iam-client.ts';
import { readStack } from '../shared/aws/read-stack.ts';
import { aboutLetters, lettersLeft } from './removal/letters-left.ts';
import { releaseEverybody } from './removal/release-everybody.ts';
import { readRemovalChoices, type RemovalChoices } from './removal/removal-choices.ts';
import { stackParts } from './removal/stack-parts.ts';
import { stopWork } from './removal/stop-work.ts';
import { PROJECT, showOsls } from './run-osls.ts';

const STACK = 'aws-mfa-enforcer-prod';
const EXIT = { done: 0, notDone: 2, refused: 3, usage: 64 } as const;
const terminal = ownTerminal();
const watch = newWatch();
const say = (line: string) => {
  terminal.out(`${line}\n`);
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let choices: RemovalChoices;
  try {
    choices = readRemovalChoices(args);
  } catch (error) {
    return failed(
      `${error instanceof Error ? error.message : String(error)}. Known are --yes, --region, --aws-profile and --evidence.`,
      EXIT.usage,
    );
  }
  try {
    return await remove(choices);
  } catch (error) {
    const action = error instanceof Error ? watch.actions.get(error) : undefined;
    const { sentence } = explain(error, action, process.env['AWS_ENDPOINT_URL']);
    return failed(
      `${sentence} What is done stays done: run \`npm run remove\` again, it goes on from there.`,
      EXIT.notDone,
    );
  }
}

async function remove({ region, profile, yes, evidence }: RemovalChoices): Promise<number> {
  const named = profile === undefined ? {} : { profile };
  const config = { region, ...named };
  const connection = await connectToAws(config, terminal, watch);
  const cloudFormation = new CloudFormationClient(config);
  const stack = await readStack(cloudFormation, STACK);
  if (stack === undefined) {
    say(`There is no stack ${STACK} in account ${connection.account.id}, ${region}: nothing to remove.`);
    return EXIT.done;
  }
  const parts = await stackParts(cloudFormation, STACK);
  say(`Removing ${STACK} (${stack.status}) from account ${connection.account.id} as ${connection.caller}:`);
  say('1. its rules and schedules are turned off (security may be alerted of it), 2. the guard comes off every user,');
  say('3. the stack is deleted. Then nobody is held to MFA any more. The table of exemptions stays.');
  for (const left of await lettersLeft(parts, new SQSClient(config))) say(aboutLetters(left));
  if (!yes && !(await confirm('Remove it?', terminal, watch))) {
    return failed('Nothing was removed: nobody said yes. Without a terminal say it with --yes.', EXIT.refused);
  }

  const { rules, schedules } = await stopWork(parts, new EventBridgeClient(config), new SchedulerClient(config));
  say(`1 of 3: ${rules} rules and ${schedules} schedules are off.`);

  const guardArn = parts.find(({ logicalId }) => logicalId === 'Guard')?.id;
  if (guardArn !== undefined) {
    const iam = iamClient(config);
    const why = await releaseEverybody({ guardArn, parts, evidence, connection, terminal, iam });
    if (why !== undefined) {
      return failed(
        `${why} The stack was not deleted. Run \`npm run remove\` again: it goes on from there.`,
        EXIT.notDone,
      );
    }
  }
  say('2 of 3: nobody carries the guard.');

  const profileArgs = profile === undefined ? [] : ['--aws-profile', profile];
  if ((await showOsls({ args: ['remove', '--region', region, ...profileArgs], directory: PROJECT })) !== 0) {
    return failed(
      'The stack was not deleted, as told above. Run `npm run remove` again: it goes on from there.',
      EXIT.notDone,
    );
  }
  say('3 of 3: the stack is deleted.');
  return EXIT.done;
}

function failed(why: string, exitCode: number): number {
  terminal.err(`${why}\n`);
  return exitCode;
}
