import type { Command } from 'commander';
import { profileName, regionName, wholeNumber } from '../option-values.ts';
import type { PruneOptions } from './prune-options.ts';

const CODES = `
Exit codes: 0 all is done, 2 something could not be read or deleted (told what and why), 64 wrong usage.
The IAM policy that it needs: docs/cli.md.`;

/** `devices prune`: deletes virtual devices that nobody has. */
export function addPruneCommand(
  devices: Command,
  prepare: (command: Command) => Command,
  choose: (options: PruneOptions) => void,
): void {
  devices.description('virtual MFA devices of the account');
  prepare(devices.command('prune'))
    .description('delete virtual devices that are assigned to nobody and that no running enrolment explains')
    .option('--dry-run', 'tell which would be deleted, and change nothing', false)
    .option('--older-than <hours>', 'how long an enrolment may take', wholeNumber(1, 2_000), 1)
    .option('--json', 'one JSON document on stdout and nothing else', false)
    .option('--profile <name>', 'a profile of the AWS configuration', profileName)
    .option('--region <region>', 'a Region (default: AWS_REGION, the profile, us-east-1)', regionName)
    .addHelpText('after', CODES)
    .action((options: PruneOptions) => {
      choose(options);
    });
}
