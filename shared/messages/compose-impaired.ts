import { assertNever } from '../domain/assert-never.ts';
import { type Impairment, isKnown } from '../domain/machine-state.ts';
import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { accountName } from './account-name.ts';
import { sectionsOf } from './sections.ts';
import { impairedId } from './tamper-detail.ts';
import { toSubject, visible } from './visible.ts';

/** A reconciliation found rules or trail otherwise than deployed, or could not look. It is told, and left to a human. */
export function composeImpaired({
  kind,
  account,
  at,
  found,
}: Extract<Notification, { kind: 'machine-impaired' }>): Message {
  const known = found.some(isKnown);
  return {
    kind,
    concerns: 'security',
    severity: known ? 'critical' : 'high',
    account,
    subject: toSubject(
      `${known ? 'Events are kept' : 'Events may be kept'} from aws-mfa-enforcer: account ${account.id}`,
    ),
    summary: known
      ? `Rules or trail of aws-mfa-enforcer in account ${accountName(account)} are not as deployed, so users may sign in without MFA unseen until the next sweep.`
      : `Whether events reach aws-mfa-enforcer in account ${accountName(account)} is not known: rules or trail could not be read.`,
    sections: sectionsOf({
      'What is wrong': found.map((one) => `- ${sentence(one)}`),
      'What was done': [
        `Nothing: what is right only the deployment knows. It was seen at ${at.toISOString()} (UTC), and is told once a day while it lasts.`,
      ],
      'What to do now': [...(known ? PUT_BACK : []), ...(found.every(isKnown) ? [] : [READ_ON])],
    }),
    links: [],
    users: [],
    owner: undefined,
    eventId: impairedId(at),
    at,
  };
}

const PUT_BACK = [
  'Put it right, as docs/runbook.md ("Putting back what was changed by hand") tells, then run a sweep by hand.',
  '',
  'Find out who did it: the event history of CloudTrail has the call. If nobody knows of it, treat the credentials as stolen.',
  '',
];

const READ_ON =
  'What could not be read is looked at again within half an hour. If that is refused again: look whether the role of reconcile-events still has its rights, and whether a service control policy denies them.';

function sentence(one: Impairment): string {
  switch (one.code) {
    case 'rule-missing':
      return `The rule ${visible(one.rule)} is gone.`;
    case 'rule-disabled':
      return `The rule ${visible(one.rule)} is disabled: it brings no event.`;
    case 'target-missing':
      return `The rule ${visible(one.rule)} does not bring its events to ${visible(one.functionName)} any more.`;
    case 'target-rewritten':
      return `The rule ${visible(one.rule)} brings ${visible(one.functionName)} something else than the events: its target has an input of its own.`;
    case 'trail-missing':
      return `No trail logs management events that write, so no rule gets any event of IAM (trail-missing): ${visible(one.why)}.`;
    case 'rules-unread':
      return `Whether the rules are on is not known: they could not be listed (${visible(one.why)}).`;
    case 'targets-unread':
      return `Where the rule ${visible(one.rule)} brings its events is not known: its targets could not be read (${visible(one.why)}).`;
    case 'trail-unread':
      return `Whether a trail logs management events is not known: it could not be read (${visible(one.why)}).`;
    default:
      return assertNever(one);
  }
}
