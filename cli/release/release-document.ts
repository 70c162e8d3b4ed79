import { SCHEMA_VERSION } from '../to-json.ts';
import type { ReleaseRun } from './release-run.ts';

/** For machines: names as they are, dates as ISO 8601 in UTC, null for what there is not. */
export function releaseDocument(run: ReleaseRun): object {
  const { account, target, choice, releases } = run;
  const some = (...kinds: readonly string[]) =>
    releases
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ carrier, at, ...rest }) => ({ ...carrier, at: at.toISOString(), ...rest }));
  return {
    schemaVersion: SCHEMA_VERSION,
    command: 'release',
    exitCode: run.exitCode,
    outcome: run.kind,
    account: { id: account.id, partition: account.partition },
    caller: run.caller,
    by: run.by,
    guardArn: target.guardArn,
    mode: target.mode,
    scope: target.scope,
    dryRun: choice.dryRun,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt.toISOString(),
    apiCalls: run.calls,
    carriers: run.carriers,
    released: some('released'),
    wouldBeReleased: some('would-release'),
    notThere: some('not-there'),
    refused: some('refused'),
    notDone: some('failed'),
    evidence: run.evidence ?? null,
  };
}
