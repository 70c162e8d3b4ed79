import { type Command, Option } from 'commander';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';
import type { PolicyOptions } from './policy-options.ts';
import { accountId, PARTITIONS, principalArn, principalArns, stackName } from './policy-values.ts';

const POLICY_CODES = `
Exit codes: 0 printed, 2 it cannot be made (told why), 64 wrong usage.
It asks AWS nothing. How to attach it and what stays open: docs/policy.md.`;

/** `policy`, which needs neither credentials nor a Region. */
export function addPolicyCommand(command: Command, chosen: (options: PolicyOptions) => void): void {
  command
    .description('print a guard, or the service control policy that protects the service')
    .addOption(
      new Option('--kind <kind>', 'one of the three guards, or the service control policy')
        .choices([...GUARD_KINDS, 'scp'])
        .makeOptionMandatory(),
    )
    .option('--inline', 'the guard as the inline policy that stands in where the quota is full', false)
    .option('--account <id>', 'the account (default: every one that it is attached to)', accountId)
    .addOption(new Option('--partition <name>', 'the partition').choices(PARTITIONS).default('aws'))
    .option('--stack <name>', 'the stack', stackName, 'aws-mfa-enforcer-prod')
    .option('--deployer <arn>', 'who may change the service: a role or user; may be given again', principalArns, [])
    .option('--release-role <arn>', 'the role that takes guards off (default: that of the stack)', principalArn)
    .option('--json', 'one JSON document on stdout and nothing else', false)
    .addHelpText('after', POLICY_CODES)
    .action(chosen);
}
