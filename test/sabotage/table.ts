import type { Patch } from './patch.ts';
import type { Verdict } from './verdict.ts';

export type Row = { readonly patch: Patch; readonly verdict: Verdict; readonly seconds: number };

const COLUMNS = 100;

export const cut = (text: string) => (text.length > COLUMNS ? `${text.slice(0, COLUMNS - 1)}…` : text);

/** A line a patch: its name, what became of it, the time, and the test that noticed. */
export function tableOf(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(({ patch }) => patch.name.length));
  return rows.map(({ patch, verdict, seconds }) =>
    cut(
      `${patch.name.padEnd(width)}  ${verdict.kind.padEnd(6)}  ${seconds.toFixed(1).padStart(4)} s  ${remark(verdict)}`,
    ),
  );
}

function remark(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'caught':
      return verdict.by;
    case 'missed':
      return `${verdict.passed} tests passed`;
    case 'broken':
      return verdict.why;
  }
}
