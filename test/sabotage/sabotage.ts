import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Compiler, compilerOf } from './compiler.ts';
import { type Patch, patched, PatchError, testFilesOf } from './patch.ts';
import type { Scratch } from './scratch.ts';
import { cut, type Row } from './table.ts';
import { failuresIn, type Verdict, verdictOn } from './verdict.ts';
import { runVitest } from './vitest-run.ts';

/** For the smallest machine that this is meant for, which has two cores. */
const AT_ONCE = 2;

/** Why nothing can be said of the patches: they do not fit, or tests fail without any. Empty when all is well. */
export async function obstacles(patches: readonly Patch[], scratch: Scratch): Promise<readonly string[]> {
  const unfit = patches.flatMap((patch) => misfitOf(patch, scratch.untouched));
  if (unfit.length > 0) return unfit;
  const files = testFilesOf(patches);
  console.log(`The untouched copy has to pass ${files.length} test files …`);
  const { untouched: directory, temporary } = scratch;
  const failures = failuresIn(await runVitest({ directory, temporary, files, bail: false }));
  if (failures.length === 0) return [];
  return [
    'Tests fail without any patch, so no patch would prove anything:',
    ...failures.map((name) => cut(`  ${name}`)),
  ];
}

function misfitOf(patch: Patch, directory: string): readonly string[] {
  try {
    patched(readFileSync(join(directory, patch.file), 'utf8'), patch);
    return [];
  } catch (error) {
    if (error instanceof PatchError) return [error.message];
    return [`The patch ${patch.name} is for ${patch.file}, which cannot be read: ${String(error)}`];
  }
}

/** Applies each patch in a copy of its own and runs its tests there, two at a time. The rows are in the patches' order. */
export async function sabotage(patches: readonly Patch[], scratch: Scratch): Promise<readonly Row[]> {
  const compile = compilerOf(scratch.untouched);
  const rows = new Map<Patch, Row>();
  const waiting = [...patches];
  const work = async () => {
    for (let patch = waiting.shift(); patch !== undefined; patch = waiting.shift()) {
      const row = await tryOut(patch, scratch, compile);
      rows.set(patch, row);
      console.log(`${String(rows.size).padStart(3)}/${patches.length}  ${row.verdict.kind.padEnd(6)}  ${patch.name}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return patches.flatMap((patch) => rows.get(patch) ?? []);
}

async function tryOut(patch: Patch, scratch: Scratch, compile: Compiler): Promise<Row> {
  const startedAt = performance.now();
  const verdict = await verdictOf(patch, scratch, compile);
  return { patch, verdict, seconds: (performance.now() - startedAt) / 1000 };
}

async function verdictOf(patch: Patch, scratch: Scratch, compile: Compiler): Promise<Verdict> {
  const text = patched(readFileSync(join(scratch.untouched, patch.file), 'utf8'), patch);
  const problem = patch.file.endsWith('.ts') ? compile(patch.file, text) : undefined;
  if (problem !== undefined) return { kind: 'broken', why: problem };
  const directory = scratch.copy(patch.name);
  writeFileSync(join(directory, patch.file), text);
  const files = testFilesOf([patch]);
  const report = await runVitest({ directory, temporary: scratch.temporary, files, bail: true });
  scratch.drop(patch.name);
  return verdictOn(report);
}
