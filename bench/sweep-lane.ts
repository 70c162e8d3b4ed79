// The product's lane: one sweep, as functions/sweep-account makes it, by the real adapters; findings and digest included.
import { findingsOfSweep } from '../shared/runtime/findings-of-sweep.ts';
import { toSweepRequest } from '../shared/runtime/sweep-request.ts';
import { sweepServices } from '../shared/runtime/sweep-services.ts';
import { runSweep } from '../shared/workflow/run-sweep.ts';
import { printResultOf } from './lane-result.ts';

/** The time limit (milliseconds) of the function. */
const LIMIT_MS = 900_000;

const [, , id = 'bench'] = process.argv;
const invocation = { id, remaining: () => LIMIT_MS - performance.now() };

await printResultOf(async () => {
  const services = sweepServices();
  const request = toSweepRequest({}, services.settings, invocation);
  return runSweep(request, invocation.remaining, findingsOfSweep(services), services);
});
