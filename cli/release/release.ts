import type { Carrier, Release } from '../../shared/domain/release.ts';
import { releaseGuards } from '../../shared/workflow/release-guards.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import type { ReleaseSession } from './connect-release.ts';
import { EXIT } from '../exit-codes.ts';
import type { Report } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import type { Watch } from '../watch.ts';
import { confirm } from '../confirm.ts';
import { evidenceFile, keepEvidence } from './keep-evidence.ts';
import { releaseDocument } from './release-document.ts';
import type { ReleaseChoice, ReleaseRun, ReleaseTarget } from './release-run.ts';
import { releaseText } from './release-text.ts';

/** Takes the guard off, through the stack's ReleaseRole and by nothing else. */
export async function release(
  target: ReleaseTarget,
  choice: ReleaseChoice,
  connection: Connection,
  terminal: Terminal,
  watch: Watch,
): Promise<Report> {
  const { account, caller, clock } = connection;
  const startedAt = clock.now();
  const session = await connection.releasing(target.guardArn, target.roleArn);
  const carriers = await session.releaser.carriers();
  const chosen = carriers.filter(({ userName }) => choice.user === undefined || userName === choice.user);
  const confirmed =
    choice.yes || choice.dryRun || chosen.length < 2 || (await confirm(question(chosen, target), terminal, watch));

  const exemptions = confirmed ? await exemptionsOf(session, target) : [];
  const file = choice.evidence ?? evidenceFile(startedAt);
  const keeps = confirmed && !choice.dryRun && chosen.length > 0;
  const of = { account: account.id, caller, by: session.arn, guardArn: target.guardArn, mode: target.mode };
  const evidence = keeps ? keepEvidence(file, of, chosen.length, startedAt, terminal) : () => undefined;
  const request = { ...target, exemptions, dryRun: choice.dryRun, atOnce: choice.concurrency };
  const services = { account, clock, ...session, evidence: counted(evidence, watch) };
  const releases = confirmed ? await releaseGuards(chosen, request, services) : [];
  const kind = confirmed ? kindOf(releases) : 'not-confirmed';
  const run: ReleaseRun = {
    kind,
    account,
    caller,
    by: session.arn,
    target,
    choice,
    startedAt,
    endedAt: clock.now(),
    carriers: carriers.length,
    releases: releases.toSorted((a, b) => (a.carrier.userName < b.carrier.userName ? -1 : 1)),
    evidence: keeps ? file : undefined,
    calls: watch.made,
    exitCode: {
      complete: EXIT.clean,
      'in-part': EXIT.incomplete,
      refused: EXIT.refused,
      'not-confirmed': EXIT.refused,
    }[kind],
  };
  return { exitCode: run.exitCode, document: releaseDocument(run), text: () => releaseText(run) };
}

/** Where nobody is guarded again nobody has to be spared either. Read before anything is done or kept. */
async function exemptionsOf({ exemptions, arn }: ReleaseSession, { mode, exemptionsTable }: ReleaseTarget) {
  if (mode === 'observe' || exemptionsTable === undefined) return [];
  try {
    return await exemptions(exemptionsTable);
  } catch (error) {
    const why = error instanceof Error ? error.name : String(error);
    throw new CliError(
      `The table of exemptions ${exemptionsTable} cannot be read by ${arn} (${why}), so nobody was released: who is exempt is not known. Deploy this release, whose ReleaseRole may read it, then run it again.`,
      { cause: error },
    );
  }
}

const question = (chosen: readonly Carrier[], { mode }: ReleaseTarget) =>
  `Take the guard off ${chosen.length} users${mode === 'enforce' ? ' (whoever would be guarded again keeps it)' : ''}?`;

/** What could not be done weighs more than what was refused: a later run may do it. */
function kindOf(releases: readonly Release[]): ReleaseRun['kind'] {
  if (releases.some(({ kind }) => kind === 'failed')) return 'in-part';
  return releases.some(({ kind }) => kind === 'refused') ? 'refused' : 'complete';
}

function counted<Kept extends { readonly kind: string }>(evidence: (kept: Kept) => void, watch: Watch) {
  return (kept: Kept) => {
    evidence(kept);
    if (kept.kind !== 'begun') watch.suspects += 1;
  };
}
