import { lambda } from '../../shared/runtime/lambda.ts';
import { reconcileServices } from '../../shared/runtime/reconcile-services.ts';
import { readBody } from '../../shared/runtime/sweep-request.ts';
import { reconcileEvents } from '../../shared/workflow/reconcile-events.ts';

/** Every quarter of an hour: what the event history knows and no rule brought is made good. */
export const handler = lambda(reconcileServices, async (event, services, invocation) => {
  readBody(event, services.account.id);
  return reconcileEvents(invocation.remaining, services.settings.CONCURRENCY, services);
});
