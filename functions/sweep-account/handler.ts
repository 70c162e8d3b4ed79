import { findingsOfSweep } from '../../shared/runtime/findings-of-sweep.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { toSweepRequest } from '../../shared/runtime/sweep-request.ts';
import { sweepServices } from '../../shared/runtime/sweep-services.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';

/** Once a day: whom no event told of is found, guarded and told. */
export const handler = lambda(sweepServices, async (event, services, invocation) => {
  const request = toSweepRequest(event, services.settings, invocation);
  return runSweep(request, invocation.remaining, findingsOfSweep(services), services);
});
