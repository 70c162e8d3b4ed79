import { Command, CommanderError } from 'commander';
import { visible } from '../shared/messages/visible.ts';
import { addExemptCommands } from './exempt/exempt-commands.ts';
import { EXIT } from './exit-codes.ts';
import { policyArn, profileName, regionName, tableName, wholeNumber } from './option-values.ts';
import type { AuditOptions, Choice, SweepOptions } from './options.ts';
import { addPruneCommand } from './prune/add-prune-command.ts';
import { addReleaseCommand } from './release/add-release-command.ts';
import { addPlanCommand } from './plan/add-plan-command.ts';
import { addPolicyCommand } from './policy/add-policy-command.ts';
import { addRuleOptions } from './rule-options.ts';
import type { Terminal } from './terminal.ts';

const AUDIT_CODES = `
Exit codes: 0 clean, 1 findings, 2 could not read all (told what and why), 64 wrong usage.
It reads only. The IAM policy that it needs: docs/cli.md.`;

const SWEEP_CODES = `
Exit codes: 0 all is done, 2 something could not be done (told what and why),
3 more users than --max-new-guards, so none was guarded, 64 wrong usage.
The IAM policy that it needs: docs/cli.md.`;

/** Reads the command line; help texts and what is wrong with it are written at once. */
export function readCommandLine(args: readonly string[], { out, err }: Terminal): Choice {
  const chosen: Choice[] = [];
  const program = new Command('mfa-enforcer')
    .description('Requires MFA of every console user of an AWS account: the same work as the Lambdas, from here.')
    .addHelpText('after', '\nCredentials, Region and endpoint come as with the AWS CLI. NO_COLOR is honoured.');
  prepare(program, out, err);
  addRuleOptions(prepare(program.command('audit'), out, err))
    .description('tell who could sign in without MFA, and what else is wrong; changes nothing')
    .option('--deep', 'read the devices of every user with a password: one call each', false)
    .option('--guard-arn <arn>', 'the guard policy (default: aws-mfa-enforcer-guard of the account)', policyArn)
    .addHelpText('after', AUDIT_CODES)
    .action((options: AuditOptions) => {
      chosen.push({ command: 'audit', options });
    });
  addRuleOptions(prepare(program.command('sweep'), out, err))
    .description('attach the guard to whoever has a password and no MFA device; tells only here')
    .requiredOption('--guard-arn <arn>', 'the guard policy', policyArn)
    .option('--exemptions-table <name>', 'the table of exemptions (default: none, nobody is exempt)', tableName)
    .option('--concurrency <n>', 'users at once', wholeNumber(1, 100), 8)
    .option('--max-new-guards <n>', 'guard nobody if they are more than this', wholeNumber(0, 999_999), 100)
    .addHelpText('after', SWEEP_CODES)
    .action((options: SweepOptions) => {
      chosen.push({ command: 'sweep', options });
    });
  addPlanCommand(prepare(program.command('plan'), out, err), (options) => {
    chosen.push({ command: 'plan', options });
  });
  addReleaseCommand(prepare(program.command('release'), out, err), (options) => {
    chosen.push({ command: 'release', options });
  });
  const exempting = addExemptCommands(
    program,
    (command) => prepare(command, out, err),
    (choice) => {
      chosen.push(choice);
    },
  );
  const connecting = program.commands.filter((command) => command.name() !== 'exempt');
  for (const command of [...connecting, ...exempting]) {
    command
      .option('--json', 'one JSON document on stdout and nothing else', false)
      .option('--profile <name>', 'a profile of the AWS configuration', profileName)
      .option('--region <region>', 'a Region (default: AWS_REGION, the profile, us-east-1)', regionName);
  }
  addPruneCommand(
    prepare(program.command('devices'), out, err),
    (command) => prepare(command, out, err),
    (options) => {
      chosen.push({ command: 'devices prune', options });
    },
  );
  // After the options of a connection: it has none.
  addPolicyCommand(prepare(program.command('policy'), out, err), (options) => {
    chosen.push({ command: 'policy', options });
  });
  try {
    program.parse(args.length === 0 ? ['--help'] : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { command: 'done', exitCode: error.exitCode === 0 ? 0 : EXIT.usage };
  }
  return chosen[0] ?? { command: 'done', exitCode: EXIT.usage };
}

function prepare(command: Command, out: Terminal['out'], err: Terminal['err']): Command {
  return command
    .allowExcessArguments(false)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      getOutHelpWidth: () => 100,
      outputError: (text, write) => {
        write(
          `mfa-enforcer: ${visible(
            text
              .trim()
              .replace(/^error: /, '')
              .replaceAll('\n', ' '),
          )}\n`,
        );
      },
    });
}
