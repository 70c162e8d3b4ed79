import type { Hurt } from '../../shared/domain/plan/plan.ts';
import { CURES } from '../../shared/messages/hurt-cure.ts';
import { hurtSentence } from '../../shared/messages/hurt-sentence.ts';
import { EVERYBODY } from '../../shared/domain/wave.ts';
import { visible } from '../../shared/messages/visible.ts';
import { SCHEMA_VERSION } from '../to-json.ts';
import { counts } from './plan-rows.ts';
import type { Planned } from './planned.ts';

/** For machines: every user, names as they are. */
export function planDocument(planned: Planned): object {
  const { snapshot, plan } = planned;
  const of = counts(planned);
  return {
    schemaVersion: SCHEMA_VERSION,
    command: 'plan',
    exitCode: planned.exitCode,
    account: { id: snapshot.account.id, partition: snapshot.account.partition },
    caller: planned.caller,
    guardArn: snapshot.guardArn,
    scope: planned.rules.scope,
    longTermKeys: planned.rules.longTermKeys,
    phases: planned.rules.phases,
    wave: planned.wave ?? EVERYBODY,
    breakGlass: planned.breakGlass,
    deployer: planned.deployer,
    exemptionsTable: planned.exemptionsTable ?? null,
    takenAt: snapshot.takenAt.toISOString(),
    complete: planned.unread.length === 0 && snapshot.unlisted === undefined,
    unread: planned.unread,
    unlisted: snapshot.unlisted ?? null,
    counts: {
      guarded: of.guarded,
      changed: of.changed,
      later: of.later,
      already: of.already,
      exempt: of.exempt,
      untouched: of.untouched,
      notJudged: of['not-judged'],
    },
    hurts: plan.hurts.map((hurt) => told(hurt, '')),
    users: plan.users.map(({ hurts, ...user }) => ({ ...user, hurts: hurts.map((hurt) => told(hurt, user.userName)) })),
  };
}

const told = (hurt: Hurt, userName: string) => ({
  ...hurt,
  sentence: hurtSentence(hurt, { userName, show: visible }),
  cure: CURES[hurt.code],
});
