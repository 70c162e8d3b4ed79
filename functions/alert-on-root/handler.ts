import { parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { alertServices } from '../../shared/runtime/alert-services.ts';
import { ignored } from '../../shared/runtime/ignored.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { alertOnRoot } from '../../shared/workflow/alert-on-root.ts';

/** Something happened to the root user: tell a human, who alone can set root's MFA. */
export const handler = lambda(alertServices, async (event, services) => {
  const happened = parseMfaEvent(event, services.account.id);
  if (happened.kind === 'irrelevant' || 'user' in happened) return ignored(happened);
  return alertOnRoot(happened, services);
});
