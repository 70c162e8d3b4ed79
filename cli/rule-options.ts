import { type Command, Option } from 'commander';
import { type LongTermKeys, type Phases, type Rules, type Scope, rulesOf } from '../shared/domain/rules.ts';

/** What the stack was deployed with, as whoever types it knows. */
export type RuleOptions = {
  readonly scope: Scope;
  readonly longTermKeys: LongTermKeys;
  readonly phases: Phases;
};

/** Which guard goes on whom, as the parameters of the stack say it, and refused where the stack refuses it. */
export const addRuleOptions = (command: Command): Command =>
  command
    .hook('preAction', refuseTwoPhasesWithKeys)
    .addOption(
      new Option('--scope <scope>', 'whom to guard')
        .choices(['password-without-device', 'every-password'])
        .default('password-without-device'),
    )
    .addOption(
      new Option('--long-term-keys <what>', 'what becomes of access keys')
        .choices(['deny', 'allow', 'spare-in-use'])
        .default('deny'),
    )
    .addOption(
      new Option('--phases <n>', 'two: another guard for who has a device').choices(['one', 'two']).default('one'),
    );

/** As the stack's own rules say it (infrastructure/template-rules.yml). */
function refuseTwoPhasesWithKeys(command: Command): void {
  const { phases, longTermKeys } = command.opts<RuleOptions>();
  if (phases === 'two' && longTermKeys !== 'deny') {
    command.error('error: with --phases two access keys are denied: leave out --long-term-keys, or --phases');
  }
}

/** Nothing here takes a guard off. */
export const rulesChosen = ({ scope, longTermKeys, phases }: RuleOptions): Rules =>
  rulesOf({ scope, longTermKeys, phases, release: 'never' });
