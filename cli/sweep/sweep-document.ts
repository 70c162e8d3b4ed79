import { SCHEMA_VERSION } from '../to-json.ts';
import type { SweepRun } from './sweep-run.ts';

/** For machines: names as they are, dates as ISO 8601 in UTC, null for what there is not. */
export function sweepDocument(run: SweepRun): object {
  const { account, options, swept, unfinished } = run;
  return {
    schemaVersion: SCHEMA_VERSION,
    command: 'sweep',
    exitCode: run.exitCode,
    outcome: run.kind,
    account: { id: account.id, partition: account.partition },
    caller: run.caller,
    guardArn: options.guardArn,
    scope: options.scope,
    longTermKeys: options.longTermKeys,
    phases: options.phases,
    maxNewGuards: options.maxNewGuards,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt.toISOString(),
    apiCalls: run.calls,
    suspects: run.suspects,
    guarded: swept
      .filter(({ outcome }) => outcome.effect === 'applied')
      .map(({ outcome, why }) => ({
        userName: outcome.user.userName,
        at: outcome.at.toISOString(),
        why,
        reasons: outcome.decision.reasons,
      })),
    changed: swept.flatMap(({ outcome, why }) =>
      outcome.effect === 'swapped'
        ? [
            {
              userName: outcome.user.userName,
              at: outcome.at.toISOString(),
              why,
              guard: outcome.decision.desired,
              bare: outcome.bare,
            },
          ]
        : [],
    ),
    notDone: [
      ...swept.flatMap(({ outcome }) =>
        outcome.effect === 'failed' ? [{ userName: outcome.user.userName, ...outcome.failure }] : [],
      ),
      ...unfinished.map(({ user, error }) => ({ userName: user.userName, code: error.name, message: error.message })),
    ],
    wouldBeGuarded: run.wouldBeGuarded,
    complete: run.unread.length === 0,
    unread: run.unread,
    unlisted: run.unlisted ?? null,
  };
}
