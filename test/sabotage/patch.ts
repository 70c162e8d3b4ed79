/** One safeguard taken away by a replacement of text, and the test files that must notice. */
export type Patch = {
  readonly name: string;
  /** A sentence: what goes wrong, or what is no longer prevented. */
  readonly why: string;
  /** From the project's root. */
  readonly file: string;
  /** Must be in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** From `test/`, without `.test.ts`. */
  readonly tests: readonly [string, ...string[]];
};

/** The text that a patch looks for is not there exactly once: the code went on, and the patch has to follow. */
export class PatchError extends Error {
  override readonly name = 'PatchError';

  constructor({ name, file, from }: Patch, found: number) {
    const [line = ''] = from.trim().split('\n');
    super(`The patch ${name} does not fit ${file}, where "${line}" is there ${found} times instead of once.`);
  }
}

/** @throws PatchError when the patch does not fit the text. */
export function patched(text: string, patch: Patch): string {
  const [before = '', ...after] = text.split(patch.from);
  if (after.length !== 1) throw new PatchError(patch, after.length);
  return before + patch.to + after.join();
}

/** The paths of the test files that the patches name, each once. */
export const testFilesOf = (patches: readonly Patch[]): readonly string[] =>
  [...new Set(patches.flatMap(({ tests }) => tests))].map((test) => `test/${test}.test.ts`);
