import type { IAMClient } from '@aws-sdk/client-iam';
import { enforcer, observer } from '../aws/attach-guard.ts';
import { enforceFrom } from '../workflow/enforce-from.ts';
import type { Clock, Enforcer } from '../workflow/ports.ts';
import { type EvaluationSettings, guardsIn } from './settings.ts';

type Chosen = Pick<EvaluationSettings, 'MODE' | 'ENFORCE_FROM' | 'GUARD_ARN' | 'INLINE_FALLBACK'>;

/** What the deployment lets the functions do to users, and from when on. */
export function enforcerOf(settings: Chosen, iam: IAMClient, clock: Pick<Clock, 'now'>): Enforcer {
  const guards = guardsIn(settings);
  if (settings.MODE === 'observe') return observer(guards);
  const enforcing = enforcer(iam, guards);
  return settings.ENFORCE_FROM === undefined ? enforcing : enforceFrom(settings.ENFORCE_FROM, enforcing, clock);
}
