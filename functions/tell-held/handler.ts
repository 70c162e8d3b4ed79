import { heldMessagesIn } from '../../shared/runtime/held-messages.ts';
import { heldServices } from '../../shared/runtime/held-services.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { tellHeld } from '../../shared/workflow/tell-held.ts';

/** What was too many messages within a minute: told in one. */
export const handler = lambda(heldServices, async (event, services) => {
  const { held, batchItemFailures } = heldMessagesIn(event);
  await tellHeld(held, services);
  return { held: held.length, batchItemFailures };
});
