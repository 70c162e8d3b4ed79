import type { Effect, PlannedUser } from '../../shared/domain/plan/plan.ts';
import { EXIT } from '../exit-codes.ts';
import type { Planned } from './planned.ts';

export const HEAD = ['User', 'Effect', 'Hurts'] as const;

/** Who is told one a line: whoever the switch touches, or may. The others are counted. */
export const shown = ({ plan }: Planned): readonly PlannedUser[] =>
  plan.users.filter(({ effect, hurts }) => (effect !== 'already' && effect !== 'untouched') || hurts.length > 0);

export const WORDS: Readonly<Record<Effect, string>> = {
  guarded: 'would be guarded',
  changed: 'guard would change',
  later: 'later',
  already: 'guarded already',
  exempt: 'exempt',
  untouched: 'untouched',
  'not-judged': 'not judged',
};

/** How many of each. */
export function counts({ plan }: Planned): Readonly<Record<Effect, number>> {
  const of = (effect: Effect) => plan.users.filter((user) => user.effect === effect).length;
  return {
    guarded: of('guarded'),
    changed: of('changed'),
    later: of('later'),
    already: of('already'),
    exempt: of('exempt'),
    untouched: of('untouched'),
    'not-judged': of('not-judged'),
  };
}

/** What the plan was made for. */
export const choices = ({ rules: { scope, longTermKeys, phases } }: Planned): string =>
  `Scope ${scope}, long-term keys ${longTermKeys}, phases ${phases}`;

/** Told only where there is a wave that leaves somebody out. */
export const laterIn = ({ later }: Readonly<Record<Effect, number>>): string => (later === 0 ? '' : `${later} later, `);

/** The last line: what the exit code means. */
export function verdict({ exitCode }: Planned): string {
  if (exitCode === EXIT.clean) return 'Nothing hurts: the switch can be made.';
  if (exitCode === EXIT.warnings) return 'Warnings: see to them, then make the switch.';
  if (exitCode === EXIT.stop) return 'STOP: do not make the switch before this is cured.';
  return 'Not all could be read: whom the switch hurts is not known in full.';
}

/** What the plan does not know of. */
export const notRead = ({ exemptionsTable }: Planned): string =>
  exemptionsTable === undefined
    ? 'Roles, organisations’ policies and exemptions (--exemptions-table) are not read.'
    : 'Roles and organisations’ policies are not read.';
