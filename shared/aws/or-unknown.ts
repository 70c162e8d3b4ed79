import type { Unknown } from '../domain/posture.ts';

/** What IAM refused or could not tell is `unknown`, with the name of the error. */
export async function orUnknown<Fact>(read: Promise<Fact>): Promise<Fact | Unknown> {
  try {
    return await read;
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.name : 'UnknownError' };
  }
}
