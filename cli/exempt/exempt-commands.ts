import { type Command, InvalidArgumentError } from 'commander';
import type { AddOptions, ExemptChoice, RemoveOptions, RenewOptions, TableOptions } from './exempt-options.ts';
import { expiry } from './expiry.ts';
import { matching, tableName } from '../option-values.ts';

const CODES = `
Exit codes: 0 all is done, 2 refused or something could not be read (told what and why), 64 wrong usage.
The approver is whoever the credentials belong to. The IAM policy that it needs: ExemptionApproversPolicyArn of the
stack's outputs. More: docs/exemptions.md.`;

const LONGEST = 500;

/** Not empty, and short enough for a message. */
const someText = (text: string): string => {
  if (text.trim() !== '' && text.length <= LONGEST) return text.trim();
  throw new InvalidArgumentError(`It must say something, in at most ${LONGEST} characters.`);
};

/** As IAM has them. {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html} */
const userName = matching(/^[\w+=,.@-]{1,64}$/, 'the name of an IAM user');

const stackName = matching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'the name of a CloudFormation stack');

/** `prepare`: what every command of the program has in common. Answers the commands that do something. */
export function addExemptCommands(
  program: Command,
  prepare: (command: Command) => Command,
  choose: (choice: ExemptChoice) => void,
): readonly Command[] {
  const exempt = prepare(program.command('exempt')).description('spare users from the guard for a time');
  const add = prepare(exempt.command('add'))
    .description('exempt a user until a day; somebody else than the user has to do it')
    .requiredOption('--user <name>', 'the IAM user', userName)
    .requiredOption('--reason <text>', 'why; it is told to security', someText)
    .requiredOption('--expires <when>', 'a date, a moment or such as 30d; at most 365 days away', expiry)
    .option('--ticket <text>', 'where it was asked for', someText)
    .option('--break-glass', 'the way in when all else fails: at most 90 days', false)
    .action((options: AddOptions) => {
      choose({ command: 'exempt add', options });
    });
  const list = prepare(exempt.command('list'))
    .description('tell who is exempt, until when and why')
    .action((options: TableOptions) => {
      choose({ command: 'exempt list', options });
    });
  const renew = prepare(exempt.command('renew'))
    .description('give an exemption another end; whoever does it is its approver from then on')
    .requiredOption('--user <name>', 'the IAM user', userName)
    .requiredOption('--expires <when>', 'a date, a moment or such as 30d; at most 365 days away', expiry)
    .option('--reason <text>', 'why, if not as before', someText)
    .option('--ticket <text>', 'where it was asked for, if not as before', someText)
    .action((options: RenewOptions) => {
      choose({ command: 'exempt renew', options });
    });
  const remove = prepare(exempt.command('remove'))
    .description('take an exemption away; the user is guarded at the next sweep or event')
    .requiredOption('--user <name>', 'the IAM user, also one who is gone', userName)
    .action((options: RemoveOptions) => {
      choose({ command: 'exempt remove', options });
    });
  const commands = [add, list, renew, remove];
  for (const command of commands) {
    command
      .option('--stack <name>', 'the stack whose table it is', stackName, 'aws-mfa-enforcer-prod')
      .option('--table <name>', 'the table itself (default: as the stack put it out)', tableName)
      .addHelpText('after', CODES);
  }
  return commands;
}
