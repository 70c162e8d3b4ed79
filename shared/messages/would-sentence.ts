import type { Outcome } from '../domain/outcome.ts';
import { minutes } from './exemption-sentence.ts';

/** What `observe` did not do, or what is announced. */
export function wouldSentence({ decision, from, unlocked }: Outcome & { effect: 'would-apply' }, name: string): string {
  if (from === undefined)
    return `Nothing was changed: the mode is "observe". In "enforce" the guard would have been attached to ${name}.`;
  const unless = decision.compliance === 'non-compliant' ? ', unless there is an MFA device by then' : '';
  const done =
    unlocked === true
      ? `The guard for users with a device was taken off ${name}, who has none and could not have enrolled one under it.`
      : 'Nothing was changed yet.';
  return `${done} From ${minutes(from)} on the guard is attached to ${name}${unless}.`;
}
