import { type Command, Option } from 'commander';
import { filePath, policyArn, roleArn, stackName, tableName, userName, wholeNumber } from '../option-values.ts';
import type { ReleaseOptions } from './release-options.ts';

const CODES = `
Exit codes: 0 all is done, 2 something could not be done (told what and why),
3 refused: the stack would put the guard on again, or nobody said yes, 64 wrong usage.
The IAM policy that it needs: docs/cli.md.`;

/** `release`: takes the guard off. */
export function addReleaseCommand(command: Command, choose: (options: ReleaseOptions) => void): void {
  command
    .description('take the guard off one user or all, through the stack’s ReleaseRole; keeps evidence')
    .addOption(new Option('--user <name>', 'this user').argParser(userName).conflicts('all'))
    .option('--all', 'everybody who carries the guard', false)
    .option('--dry-run', 'tell who would be released, and change nothing', false)
    .option('--yes', 'more than one user without being asked', false)
    .option('--evidence <file>', 'where to keep who, when and by what (default: a file of today)', filePath)
    .option('--concurrency <n>', 'users at once', wholeNumber(1, 100), 8)
    .option('--stack <name>', 'the deployed stack', stackName, 'aws-mfa-enforcer-prod')
    .option('--guard-arn <arn>', 'instead of asking the stack: the guard policy', policyArn)
    .option('--role-arn <arn>', 'instead of asking the stack: its ReleaseRole', roleArn)
    .addOption(new Option('--mode <mode>', 'instead of asking the stack: its mode').choices(['observe', 'enforce']))
    .addOption(
      new Option('--scope <scope>', 'with --mode: whom the stack guards')
        .choices(['password-without-device', 'every-password'])
        .default('password-without-device'),
    )
    .option('--exemptions-table <name>', 'with --mode: the table of exemptions (default: nobody is exempt)', tableName)
    .addHelpText('after', CODES)
    .action((options: ReleaseOptions) => {
      if (options.user === undefined && !options.all) command.error('error: say whom: --user <name> or --all');
      const named = [options.guardArn, options.roleArn, options.mode].filter((value) => value !== undefined).length;
      if (named !== 0 && named !== 3) {
        command.error('error: --guard-arn, --role-arn and --mode go together; without them the stack is asked');
      }
      choose(options);
    });
}
