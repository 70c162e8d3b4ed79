import type { Trail } from '../domain/findings/finding-context.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import type { Message } from '../domain/message.ts';
import { sectionsOf } from './sections.ts';
import { effectSentence, told } from './sentences.ts';
import { toSubject, visible } from './visible.ts';

/** Events that the event history knows and the rules did not bring in time. */
export function composeLostEvents({
  kind,
  account,
  lost,
  trail,
}: Extract<Notification, { kind: 'events-lost' }>): Message {
  const [{ happened, outcome }] = lost;
  return {
    kind,
    concerns: 'security',
    severity: 'high',
    subject: toSubject(`Events do not arrive: account ${account.id}`),
    account,
    summary: `An event of account ${accountName(account)} reached no rule in time, so a user stayed open until now.`,
    sections: sectionsOf({
      'What happened': [
        "CloudTrail's event history tells of an event that reached no rule in time, so a user stayed open until now.",
        ...lost.flatMap(({ happened, outcome }) => ['', ...told(happened), effectSentence(outcome)]),
      ],
      'What to do now': [
        ...whatOfTheTrail(trail),
        'Look whether the rules of this stack are enabled and have their targets, and whether the queue of',
        'undelivered events is empty. docs/runbook.md has the commands.',
      ],
    }),
    links: [],
    users: lost.map((one) => one.outcome.user.userName),
    owner: undefined,
    eventId: happened.eventId,
    at: outcome.at,
  };
}

/** Most often it is the trail that is at fault, and it is the one cause that the function may look at. */
function whatOfTheTrail(trail: Trail): readonly string[] {
  if (trail.kind === 'logging') {
    return [
      'A trail logs management events in this Region, so this is not the cause. EventBridge gets them best effort:',
      'once in a while this may happen. If it happens again:',
    ];
  }
  const logging = 'Without a trail that logs management events (write) in this Region no rule gets any event.';
  return trail.kind === 'missing'
    ? [`${logging} There is none now (trail-missing): ${visible(trail.why)}. Start or make one first. Then:`]
    : [`${logging} Whether there is one could not be read (${visible(trail.why)}): look there first. Then:`];
}
