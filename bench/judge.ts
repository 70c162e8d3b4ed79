import type { Situation } from './count-calls.ts';
import type { Measured } from './measure.ts';
import type { Lane } from './race-lanes.ts';

export type Goal = {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
};

const READS = ['GetLoginProfile', 'ListAttachedUserPolicies', 'ListMFADevices'].map((action) => `iam ${action}`);
/** What changes the user or reaches a person. */
const TOUCHING = ['iam AttachUserPolicy', 'sns Publish'];
const LARGEST_KB = 500;
const HIGHEST_RATIO = 1.2;

/** How the figures stand to the goals. A missed one is said, and is no failure: a benchmark is no test. */
export function judge(measured: Measured): readonly Goal[] {
  return [...judgeCalls(measured), ...judgeSizes(measured), judgeSpeed(measured)];
}

function judgeCalls({ calls }: Measured): readonly Goal[] {
  const of = (situation: Situation) => calls.filter((count) => count.situation === situation);
  return [
    ...of('leads to an attach').flatMap(({ iam, telling, roundTripsToAttach }) => [
      {
        what: 'Sequential round trips to the attach',
        goal: '2',
        measured: roundTripsToAttach?.toFixed(1) ?? 'no attach',
        met: roundTripsToAttach !== null && Math.round(roundTripsToAttach) === 2,
      },
      { what: 'IAM calls of an attach', goal: 'at most 5', measured: String(iam), met: iam <= 5 },
      { what: 'State table and SNS calls of it', goal: 'at most 3', measured: String(telling), met: telling <= 3 },
    ]),
    ...of('user is fine').map((count) => ({
      what: 'Calls for a user who is fine',
      goal: 'the 3 reads alone',
      measured: `${count.calls.length}`,
      met: count.calls.toSorted().join() === READS.join(),
    })),
    ...of('second delivery').map((count) => ({
      what: 'A second delivery attaches and publishes',
      goal: 'nothing',
      measured: count.calls.filter((call) => TOUCHING.includes(call)).join(', ') || 'nothing',
      met: !count.calls.some((call) => TOUCHING.includes(call)),
    })),
  ];
}

function judgeSizes({ packages }: Measured): readonly Goal[] {
  return packages
    .filter(({ name }) => name !== 'floor')
    .map(({ name, unzipped }) => ({
      what: `Size of ${name}, unzipped`,
      goal: `at most ${LARGEST_KB} KB`,
      measured: `${(unzipped / 1000).toFixed(0)} KB`,
      met: unzipped <= LARGEST_KB * 1000,
    }));
}

function judgeSpeed(measured: Measured): Goal {
  const ratio = medianOf(measured, 'product') / medianOf(measured, 'floor');
  return {
    what: 'Warm p50 to the attach, to that of the floor',
    goal: `at most ${HIGHEST_RATIO} ×`,
    measured: `${ratio.toFixed(2)} ×`,
    met: ratio <= HIGHEST_RATIO,
  };
}

/** A lane's warm p50 to the attach, in milliseconds. */
export const medianOf = ({ warm }: Measured, lane: Lane['name']): number =>
  warm.find(({ name }) => name === lane)?.p50Ms ?? Number.NaN;
