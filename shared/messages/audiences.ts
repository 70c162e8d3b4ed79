import type { Audience, Message } from '../domain/message.ts';
import { SEVERITIES, type Severity } from '../domain/severity.ts';

/** Owners get what a person of theirs has to do; security what concerns it, and all else from its minimum on. */
export function audiencesOf({ kind, concerns, unheard, severity }: Message, minimum: Severity): readonly Audience[] {
  // Without the attribute `owner`: only who reads of every owner's users anyway gets past a filter policy with it.
  if (unheard === true) return ['security', 'owners'];
  // Of what was held security gets a digest of its own, of all owners.
  if (concerns === 'security' || kind === 'held-digest') return [concerns];
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(minimum) ? ['owners', 'security'] : ['owners'];
}
