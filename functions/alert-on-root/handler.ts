import { isRootEvent, parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { alertServices } from '../../shared/runtime/alert-services.ts';
import { ignored } from '../../shared/runtime/ignored.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { alertOnMachine } from '../../shared/workflow/alert-on-machine.ts';
import { alertOnRoot } from '../../shared/workflow/alert-on-root.ts';

/** Something happened to the root user, whose MFA a human alone can set, or to this service: tell a human. */
export const handler = lambda(alertServices, async (event, services) => {
  const happened = parseMfaEvent(event, services.account.id);
  if (happened.kind === 'machine-changed') return alertOnMachine(happened, services);
  if (!isRootEvent(happened)) return ignored(happened);
  return alertOnRoot(happened, services);
});
