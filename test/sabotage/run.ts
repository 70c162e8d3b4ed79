// `npm run sabotage`: takes each safeguard away in a copy of the project, and asks whether a test notices.
import { parseArgs } from 'node:util';
import type { Patch } from './patch.ts';
import { control, patches } from './patches.ts';
import { obstacles, sabotage } from './sabotage.ts';
import { makeScratch } from './scratch.ts';
import { type Row, tableOf } from './table.ts';
import { endRuns } from './vitest-run.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean' } } });
const { only } = values;

if (values.list === true) {
  for (const { name, file, why } of patches) console.log(`${name} (${file})\n    ${why}`);
} else {
  const chosen = patches.filter(({ name }) => only === undefined || name === only);
  process.exitCode = chosen.length > 0 ? await run(chosen) : noSuchPatch();
}

async function run(chosen: readonly Patch[]): Promise<number> {
  const startedAt = performance.now();
  const scratch = makeScratch();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      endRuns();
      scratch.remove();
      process.exit(130);
    });
  }
  try {
    const all = [control, ...chosen];
    const inTheWay = await obstacles(all, scratch);
    for (const line of inTheWay) console.error(line);
    if (inTheWay.length > 0) return 1;
    const rows = await sabotage(all, scratch);
    const failures = failuresAmong(rows);
    console.log(['', ...tableOf(rows), '', ...failures].join('\n'));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`${rows.filter(isCaught).length} of ${chosen.length} patches caught in ${seconds} s`);
    return failures.length > 0 ? 1 : 0;
  } finally {
    scratch.remove();
  }
}

function isCaught({ patch, verdict }: Row): boolean {
  return patch !== control && verdict.kind === 'caught';
}

/** What makes the run fail, a sentence each with the next step. The control changes nothing, so no test may notice it. */
function failuresAmong(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ patch, verdict }) => {
    if (patch === control) {
      return verdict.kind === 'missed'
        ? []
        : ['The control changes a comment only, and a test failed: it proves nothing.'];
    }
    if (verdict.kind === 'missed') return [`${patch.name} was missed, so a test is missing: ${patch.why}`];
    return verdict.kind === 'broken'
      ? [`${patch.name} is broken (${verdict.why}): write it so that the code runs.`]
      : [];
  });
}

function noSuchPatch(): number {
  console.error(`There is no patch ${only ?? ''}: npm run sabotage -- --list`);
  return 1;
}
