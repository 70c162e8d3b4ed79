import { type Command, InvalidArgumentError, Option } from 'commander';
import { parsePatterns, type Pattern } from '../../shared/domain/wave.ts';
import { matching, policyArn, tableName } from '../option-values.ts';
import { addRuleOptions } from '../rule-options.ts';
import type { PlanOptions } from './plan-options.ts';

const CODES = `
Exit codes: 0 nothing hurts, 1 warnings, 2 could not read all (told what and why),
3 stop: somebody would be shut out, or the way back, 64 wrong usage.
It reads only. The IAM policy that it needs: docs/cli.md. How to go on: docs/rollout.md.`;

const principalArn = matching(
  /^arn:aws(-[a-z]+)*:(iam|sts)::\d{12}:[\x21-\x7e]+$/,
  'the ARN of who deploys the stack, such as arn:aws:iam::111111111111:user/jane.doe',
);

/** Names with commas between them; more of the same option add to them. */
function userNames(text: string, before: readonly string[]): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => /^[\w+=.@-]{1,64}$/.test(name))) return [...before, ...names];
  throw new InvalidArgumentError('It must be names of IAM users with commas between them.');
}

/** Of a wave, as the stack takes them. */
const patterns =
  (refused?: Pattern['kind']) =>
  (text: string): readonly Pattern[] => {
    const parsed = parsePatterns(text);
    if (parsed?.every(({ kind }) => kind !== refused) === true) return parsed;
    const kinds = ['path:/eng/*', 'group:developers*', 'tag:wave=1'].filter((one) => !one.startsWith(`${refused}:`));
    throw new InvalidArgumentError(`It must be patterns such as ${kinds.join(', ')}, with commas between them.`);
  };

export function addPlanCommand(command: Command, choose: (options: PlanOptions) => void): void {
  addRuleOptions(command)
    .description('tell what the switch to enforce would do to each user and whom it would hurt; changes nothing')
    .option('--guard-arn <arn>', 'the guard policy (default: aws-mfa-enforcer-guard of the account)', policyArn)
    .addOption(
      new Option('--include <patterns>', 'the wave, as in Include').argParser(patterns()).default([], 'everybody'),
    )
    .addOption(
      new Option('--exclude <patterns>', 'who waits, as in Exclude').argParser(patterns('tag')).default([], 'nobody'),
    )
    .addOption(
      new Option('--break-glass <names>', 'the users for emergencies, with commas between')
        .argParser(userNames)
        .default([], 'none'),
    )
    .option('--deployer <arn>', 'who deploys the stack (default: whose credentials these are)', principalArn)
    .option('--exemptions-table <name>', 'the table of exemptions (default: none, nobody is exempt)', tableName)
    .option('--from <file>', 'a snapshot that audit --json wrote, instead of the account')
    .addOption(
      new Option('--format <format>', 'what for: a terminal, a pull request')
        .choices(['table', 'markdown'])
        .default('table'),
    )
    .addHelpText('after', CODES)
    .action(choose);
}
