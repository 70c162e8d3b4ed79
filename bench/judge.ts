import type { Situation } from './count-calls.ts';
import type { Measured } from './measure.ts';
import type { Lane } from './race-lanes.ts';

export type Goal = {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
};

const READS = ['dynamodb Scan', 'iam GetLoginProfile', 'iam ListAttachedUserPolicies', 'iam ListMFADevices'];
/** What changes the user or reaches a person. */
const TOUCHING = ['iam AttachUserPolicy', 'sns Publish'];
/** Besides, each notification costs a call for each way that the deployment has. */
const WAYS = [
  { service: 'sns', what: 'Publishes: owners, and security by SecurityMinimumSeverity', most: 2 },
  { service: 'events', what: 'Puts on the bus, 0 with EventBus=off', most: 1 },
  { service: 'ses', what: 'Mails to the owner, 0 without SenderAddress', most: 1 },
] as const;
/** What somebody waits for; the scheduled ones read in bulk besides. */
const LARGEST_KB = 550;
const LARGEST_SCHEDULED_KB = 680;
const SCHEDULED = ['sweep-account', 'reconcile-events'];
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
      {
        what: 'Calls of the tables: exemptions, claim, minute, mark',
        goal: 'at most 4',
        measured: String(telling.dynamodb),
        met: telling.dynamodb <= 4,
      },
      ...WAYS.map(({ service, what, most }) => ({
        what,
        goal: `at most ${most}`,
        measured: String(telling[service]),
        met: telling[service] <= most,
      })),
    ]),
    ...of('user is fine').map((count) => ({
      what: 'Calls for a user who is fine',
      goal: 'the 3 reads, and the exemptions beside them',
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
      name,
      unzipped,
      most: SCHEDULED.includes(name) ? LARGEST_SCHEDULED_KB : LARGEST_KB,
    }))
    .map(({ name, unzipped, most }) => ({
      what: `Size of ${name}, unzipped`,
      goal: `at most ${most} KB`,
      measured: `${(unzipped / 1000).toFixed(0)} KB`,
      met: unzipped <= most * 1000,
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
