import { isUserEvent, parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { evaluationServices } from '../../shared/runtime/evaluation-services.ts';
import { ignored } from '../../shared/runtime/ignored.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';

/** Something happened to a user's sign-in: look at what is true now, guard, tell. */
export const handler = lambda(evaluationServices, async (event, services) => {
  const happened = parseMfaEvent(event, services.account.id);
  if (!isUserEvent(happened)) return ignored(happened);
  return evaluateUser(happened, services);
});
