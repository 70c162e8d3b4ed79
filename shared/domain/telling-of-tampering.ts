import type { TamperEvent } from './mfa-event.ts';
import type { Restoration } from './restoration.ts';
import type { Telling } from './telling.ts';

const A_DAY_MS = 86_400_000;

/** Whether people have to hear of it: not of a policy that says what it should, nor of the boundary of a free user. */
export function isTold(happened: TamperEvent, restoration: Restoration): boolean {
  if (restoration.kind === 'as-shipped') return happened.kind === 'guard-policy-changed' && isGone(happened);
  if (happened.kind !== 'boundary-changed' || restoration.kind !== 'evaluated') return true;
  return restoration.outcome.decision.compliance !== 'not-applicable';
}

const isGone = ({ call }: Extract<TamperEvent, { kind: 'guard-policy-changed' }>) => call === 'DeletePolicy';

/** Each event is told once, and once more if a later attempt ends otherwise; of a fight over one user one alert a day. */
export function tellingOfTampering(happened: TamperEvent, restoration: Restoration): Telling {
  const { accountId, eventId } = happened;
  if (restoration.kind === 'put-off' && 'user' in happened) {
    return { subject: `${accountId}#fight#${happened.user.userName}`, eventId, silence: A_DAY_MS };
  }
  return { subject: `${accountId}#tampered#${eventId}#${endOf(restoration)}`, eventId, silence: 'forever' };
}

function endOf(restoration: Restoration): string {
  if (restoration.kind !== 'evaluated') return restoration.kind;
  const { effect, decision } = restoration.outcome;
  // A retry finds the guard that the attempt before it put on: the same story.
  const end = effect === 'applied' || effect === 'swapped' || effect === 'already-so' ? 'done' : effect;
  return decision.compliance === 'insufficient-data' ? 'unknown' : end;
}
