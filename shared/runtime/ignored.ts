import type { MfaEvent } from '../domain/mfa-event.ts';
import { log } from './logger.ts';

/** An event that this function makes nothing of: said in the log, so that nothing is dropped silently. */
export function ignored(event: MfaEvent): { ignored: string } {
  const why = event.kind === 'irrelevant' ? event.why : `${event.kind} is for another function`;
  log.info('Ignored', { why });
  return { ignored: why };
}
