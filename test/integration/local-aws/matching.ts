import { expect } from 'vitest';

/** vitest's matchers are of type `any`; as `unknown` they may stand in an expected object. */
export const anyDate: unknown = expect.any(Date);
export const anyText: unknown = expect.any(String);

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

export function containing(text: string): unknown {
  return expect.stringContaining(text);
}
