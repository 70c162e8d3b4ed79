import type { Notification } from '../domain/notification.ts';
import type { Email } from './email.ts';
import { sections } from './sections.ts';
import { effectSentence, told } from './sentences.ts';
import { toSubject } from './visible.ts';

/** Events that the event history knows and the rules did not bring in time. */
export function renderLostEvents({ account, lost }: Extract<Notification, { kind: 'events-lost' }>): Email {
  return {
    audience: 'security',
    severity: 'high',
    subject: toSubject(`Events do not arrive: account ${account.id}`),
    text: sections({
      'What happened': [
        "CloudTrail's event history tells of an event that reached no rule in time, so a user stayed open until now.",
        ...lost.flatMap(({ happened, outcome }) => ['', ...told(happened), effectSentence(outcome)]),
      ],
      'What to do now': [
        'EventBridge gets events best effort, so once in a while this may happen. If it happens again, look whether:',
        '  1. a trail logs management events (write) in this Region: without one EventBridge hears nothing;',
        '  2. the rules of this stack are enabled and have their targets;',
        '  3. the queue of undelivered events is empty.',
        'docs/runbook.md has the commands.',
      ],
    }),
  };
}
