import { reasonSentence } from '../../shared/messages/sentences.ts';
import { visible } from '../../shared/messages/visible.ts';
import { GUARD_NAME, GUARD_NAMES } from '../../shared/domain/guard-name.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import type { Release } from '../../shared/domain/release.ts';
import { isDenial } from '../explain.ts';
import { indented, section } from '../lines.ts';
import type { ReleaseRun } from './release-run.ts';

const WAYS_OUT =
  'Let the user enrol an MFA device or take the password away, then release again; or deploy with Mode=observe first, which guards nobody.';

/** For people: who was released, who was not and why, where the evidence is. */
export function releaseText(run: ReleaseRun): readonly string[] {
  const { releases, choice } = run;
  const of = (kind: Release['kind'], line: (release: Release) => string = nameOf) =>
    releases.filter((release) => release.kind === kind).map(line);
  const released = of('released');
  const failed = releases.flatMap((release) => (release.kind === 'failed' ? [release] : []));
  return [
    ...section(`The guard is off (${released.length})`, released),
    ...section('The guard would come off', of('would-release')),
    ...section('The guard was off already, or the user is gone', of('not-there')),
    ...section('Refused: the next evaluation would put the guard on again', of('refused', refusedLine), WAYS_OUT),
    ...section('Could not be done', failed.map(failedLine), nextStep(failed)),
    ...(run.kind === 'not-confirmed'
      ? indented(0)(
          `Nobody was released: ${run.carriers} users carry the guard, and nobody said yes. Without a terminal say it with --yes.`,
        )
      : []),
    ...summary(run, choice.dryRun ? 0 : released.length),
  ];
}

const nameOf = ({ carrier }: Release) => visible(carrier.userName);

type Failed = Extract<Release, { kind: 'failed' }>;

const failedLine = ({ carrier, why, off }: Failed) =>
  `${visible(carrier.userName)} keeps the guard: ${visible(why)}${off.length === 0 ? '' : ` (off before it: ${off.map(named).join(', ')})`}`;

const named = ({ kind, by }: AttachedGuard) =>
  by === 'inline' ? `${GUARD_NAME}, inline` : kind === 'edited' ? GUARD_NAME : GUARD_NAMES[kind];

function nextStep(failed: readonly Failed[]): string {
  const denied = failed.filter(({ why }) => isDenial(why));
  if (denied.length === 0) return 'Run it again: it goes on with whoever still carries the guard.';
  return denied.some(({ carrier }) => carrier.guards.some(({ by }) => by === 'inline'))
    ? 'The ReleaseRole was denied it: an inline guard it may delete only of a stack with InlineFallback=on. Deploy so, then run it again; if it is, see which boundary or service control policy denies it.'
    : 'The ReleaseRole was denied it: see which boundary or service control policy does, then run it again.';
}

const refusedLine = (release: Release) =>
  `${nameOf(release)}: ${release.kind === 'refused' ? release.reasons.map(reasonSentence).join(' ') : ''}`;

function summary(run: ReleaseRun, released: number): readonly string[] {
  const { carriers, calls, startedAt, endedAt, target, choice, evidence, by } = run;
  const seconds = ((endedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1);
  const absent = choice.user !== undefined && run.releases.length === 0 && run.kind === 'complete';
  return [
    ...(absent ? [`${visible(choice.user)} does not carry the guard: nothing to do.`] : []),
    `${carriers} users carried ${visible(target.guardArn)}, ${released} were released by ${visible(by)}.`,
    ...(evidence === undefined ? [] : [`The evidence is in ${visible(evidence)}.`]),
    `${calls} API calls in ${seconds} s.`,
  ];
}
