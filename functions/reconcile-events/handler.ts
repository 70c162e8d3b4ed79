import { lambda } from '../../shared/runtime/lambda.ts';
import { readBody } from '../../shared/runtime/sweep-request.ts';
import { sweepServices } from '../../shared/runtime/sweep-services.ts';
import { reconcileEvents } from '../../shared/workflow/reconcile-events.ts';

/** Every quarter of an hour: what the event history knows and no rule brought is made good. */
export const handler = lambda(sweepServices, async (event, services, invocation) => {
  readBody(event, services.account.id);
  return reconcileEvents(invocation.remaining, services.settings.CONCURRENCY, services);
});
