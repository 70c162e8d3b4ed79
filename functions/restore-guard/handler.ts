import { comingOf } from '../../shared/events/parse-coming.ts';
import { isTamperEvent, parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { ignored } from '../../shared/runtime/ignored.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { restoreServices } from '../../shared/runtime/restore-services.ts';
import { alertOnMachine } from '../../shared/workflow/alert-on-machine.ts';
import { restoreGuard } from '../../shared/workflow/restore-guard.ts';

/** Somebody touched the guard: put it back, then tell who it was. */
export const handler = lambda(restoreServices, async (invocation, services) => {
  const { event, kind } = comingOf(invocation);
  const happened = parseMfaEvent(event, services.account.id);
  if (happened.kind === 'machine-changed') return alertOnMachine(happened, services);
  if (!isTamperEvent(happened)) return ignored(happened);
  const later = (seconds: number) => services.delay(event, seconds);
  return restoreGuard(happened, { kind, later }, services);
});
