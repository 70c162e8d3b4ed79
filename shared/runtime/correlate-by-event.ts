import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import * as v from 'valibot';

const envelope = v.object({
  account: v.optional(v.string()),
  id: v.optional(v.string()),
  detail: v.optional(v.object({ eventID: v.optional(v.string()) })),
});

/** Puts the event's id and account into every log line of the invocation, as far as the event tells them. */
export function correlateByEvent(logger: Logger): MiddlewareObj {
  return {
    before: ({ event }) => {
      const { success, output } = v.safeParse(envelope, event);
      if (!success) return;
      logger.setCorrelationId(output.detail?.eventID ?? output.id ?? 'none');
      if (output.account !== undefined) logger.appendKeys({ account: output.account });
    },
  };
}
