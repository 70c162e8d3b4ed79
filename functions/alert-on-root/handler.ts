import { isRootEvent, parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { parseOwnRoleCall } from '../../shared/events/parse-own-role-call.ts';
import { alertServices } from '../../shared/runtime/alert-services.ts';
import { ignored } from '../../shared/runtime/ignored.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { alertOnMachine } from '../../shared/workflow/alert-on-machine.ts';
import { alertOnOwnRole } from '../../shared/workflow/alert-on-own-role.ts';
import { alertOnRoot } from '../../shared/workflow/alert-on-root.ts';

/** Something happened to the root user, whose MFA a human alone can set, or to this service: tell a human. */
export const handler = lambda(alertServices, async (event, services) => {
  const { account, ownSessions } = services;
  const happened = parseOwnRoleCall(event, account.id, ownSessions) ?? parseMfaEvent(event, account.id);
  if (happened.kind === 'own-role-used') return alertOnOwnRole(happened, services);
  if (happened.kind === 'machine-changed') return alertOnMachine(happened, services);
  if (!isRootEvent(happened)) return ignored(happened);
  return alertOnRoot(happened, services);
});
