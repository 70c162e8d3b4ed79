import type { Irrelevant } from '../domain/mfa-event.ts';

/** An event that nothing follows from. `why` is for the log: a short sentence that names what it was. */
export const irrelevant = (why: string): Irrelevant => ({ kind: 'irrelevant', why });
