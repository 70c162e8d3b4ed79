import * as v from 'valibot';
import { EnforcerError } from '../domain/errors.ts';
import type { SweepRequest } from '../workflow/run-sweep.ts';
import type { Invocation } from './invocation.ts';
import type { SweepSettings } from './settings.ts';

/** What a sweep was asked to do makes no sense. */
export class SweepRequestError extends EnforcerError {
  override readonly name = 'SweepRequestError';
}

const body = v.object({
  accountId: v.optional(v.pipe(v.string('must be text'), v.regex(/^\d{12}$/, 'must be twelve digits'))),
  maxNewGuards: v.optional(
    v.pipe(v.number('must be a number'), v.integer('must be whole'), v.minValue(0, 'must not be negative')),
  ),
});

/**
 * A sweep as it was asked for: by the schedule with nothing, by hand with the number of users that it may guard.
 *
 * @throws SweepRequestError naming the field, or the account that this stack does not reach
 */
export function toSweepRequest(event: unknown, settings: SweepSettings, { id }: Invocation): SweepRequest {
  const { maxNewGuards } = readBody(event, settings.ACCOUNT_ID);
  return {
    sweepId: id,
    scope: settings.SCOPE,
    maxNewGuards: maxNewGuards ?? settings.MAX_NEW_GUARDS,
    ...(maxNewGuards === undefined ? {} : { named: true }),
    atOnce: settings.CONCURRENCY,
    heartbeatDays: settings.HEARTBEAT_DAYS,
    reminderDays: settings.REMINDER_DAYS,
  };
}

/** The body of a sweep's or a reconciliation's event. */
export function readBody(event: unknown, ownAccountId: string): v.InferOutput<typeof body> {
  const parsed = v.safeParse(body, event ?? {});
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new SweepRequestError(
      `The event's ${v.getDotPath(issue) ?? 'body'} ${issue.message}: invoke with {} or {"maxNewGuards": N}.`,
    );
  }
  const { accountId = ownAccountId } = parsed.output;
  if (accountId !== ownAccountId) {
    throw new SweepRequestError(`Account ${accountId} is not reached by this stack, which is that of ${ownAccountId}.`);
  }
  return parsed.output;
}
