import { TELLING } from './count-calls.ts';
import { type Goal, medianOf } from './judge.ts';
import type { Measured } from './measure.ts';
import { WARM_UP } from './race-lanes.ts';
import { table } from './table.ts';

/** The results for people, at most 100 columns wide. */
export function render(measured: Measured, goals: readonly Goal[]): string {
  const { machine, load } = measured;
  return [
    `${machine.cores} cores (${machine.processor}), ${machine.system}, Node ${machine.node};` +
      ` load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    `1. API calls of an event\n\n${renderCalls(measured)}`,
    `2. Package size\n\n${renderSizes(measured)}`,
    `3. Cold import, a fresh process each\n\n${renderImports(measured)}`,
    `4. Warm, from the event to the attached guard, on the local AWS\n\n${renderWarm(measured)}`,
    `Goals\n\n${renderGoals(goals)}\n`,
  ].join('\n\n');
}

const renderCalls = ({ calls }: Measured) =>
  table(
    ['event', 'IAM calls', 'table', 'topics', 'bus', 'mail', 'round trips to the attach', 'in all'],
    calls.map(({ situation, iam, telling, roundTripsToAttach, roundTripsInAll }) => [
      situation,
      String(iam),
      ...TELLING.map((service) => String(telling[service])),
      roundTripsToAttach?.toFixed(1) ?? '-',
      roundTripsInAll.toFixed(1),
    ]),
  );

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;

const renderSizes = ({ packages }: Measured) =>
  table(
    ['function', 'unzipped', 'zipped'],
    packages.map(({ name, unzipped, zipped }) => [name, kilobytes(unzipped), kilobytes(zipped)]),
  );

const renderImports = ({ coldImports }: Measured) =>
  table(
    ['function', 'median', 'imports'],
    coldImports.map(({ name, medianMs, imports }) => [name, `${medianMs.toFixed(0)} ms`, String(imports)]),
  );

function renderWarm(measured: Measured): string {
  const lanes = table(
    ['lane', 'p50', 'p99', 'events'],
    measured.warm.map(({ name, p50Ms, p99Ms, events }) => [
      name,
      `${p50Ms.toFixed(1)} ms`,
      `${p99Ms.toFixed(1)} ms`,
      String(events),
    ]),
  );
  const [product, floor] = [medianOf(measured, 'product'), medianOf(measured, 'floor')];
  const ratio = `p50 of the product / p50 of the floor: ${(product / floor).toFixed(2)}`;
  const apart = `difference ${(product - floor).toFixed(1)} ms`;
  return `${lanes}\n\n  ${ratio} (${apart}; after ${WARM_UP} events to warm up)`;
}

const renderGoals = (goals: readonly Goal[]) =>
  table(
    ['goal', 'wanted', 'measured', ''],
    goals.map(({ what, goal, measured, met }) => [what, goal, measured, met ? 'met' : 'MISSED']),
  );
