import type { Finding } from '../domain/finding.ts';
import type { Notification } from '../domain/notification.ts';
import { SEVERITIES } from '../domain/severity.ts';
import type { SweepResult } from '../domain/sweep.ts';
import { guardedIn, waitingIn } from '../domain/sweep.ts';
import { accountName } from './account-name.ts';
import { usersLink } from './console-links.ts';
import { exemptionSentence, minutes } from './exemption-sentence.ts';
import { findingSentence } from './finding-sentence.ts';
import type { Message } from '../domain/message.ts';
import { pruningLines } from './pruning-lines.ts';
import { atMost, sectionsOf } from './sections.ts';
import { effectSentence } from './sentences.ts';
import { toSubject, visible } from './visible.ts';

const WHERE = 'mfa-enforcer audit has them all';

/** What a sweep found and did, for the security team. Fits SNS's 262,144 bytes however large the account is. */
export function composeDigest({
  kind,
  account,
  result,
  changes,
  unheard,
}: Extract<Notification, { kind: 'sweep-digest' }>): Message {
  const guarded = guardedIn(result);
  return {
    kind,
    concerns: 'security',
    ...(unheard === undefined ? {} : { unheard }),
    severity: severityOf(result),
    subject: toSubject(`${TITLES[result.kind]}, account ${account.id}: ${guarded.length} guarded`),
    account,
    summary: `${TITLES[result.kind]} of account ${accountName(account)}: ${guarded.length} users guarded, ${result.findings.length} findings, ${changes.fresh.length} of them new.`,
    sections: sectionsOf({
      'The security team does not hear this': unheard === undefined ? [] : UNHEARD,
      'The sweep': [...summary(result), ...announcement(result)],
      'Not guarded, since they are too many': result.wouldBeGuarded.length === 0 ? [] : fuse(result),
      'Guarded now': atMost(
        guarded.map(({ outcome, why }) => `- ${visible(outcome.user.userName)} (${why})`),
        100,
        WHERE,
      ),
      [wouldBeHeading(result)]: atMost(
        result.swept
          .filter(({ outcome }) => outcome.effect === 'would-apply')
          .map(({ outcome }) => `- ${visible(outcome.user.userName)}`),
        100,
        WHERE,
      ),
      'Not guarded yet, since not in the wave': waiting(result),
      'Could not be done': atMost(couldNotBeDone(result), 100, WHERE),
      'Virtual devices of nobody': pruningLines(result.pruning),
      'Exempt from the guard': atMost(
        result.exempt.map((exemption) => `- ${exemptionSentence(exemption)}`),
        100,
        'mfa-enforcer exempt list has them all',
      ),
      Findings: SEVERITIES.map((severity) => `${severity}: ${count(result.findings, severity)}`),
      'New since the last digest': atMost(changes.fresh.map(line), 100, WHERE),
      'Resolved since the last digest': atMost(changes.resolved.map(resolvedLine), 50, WHERE),
    }),
    links: [{ label: 'The users in the console', url: usersLink(account) }],
    users: guarded.map(({ outcome }) => outcome.user.userName),
    owner: undefined,
    eventId: result.sweepId,
    at: result.endedAt,
  };
}

const UNHEARD = [
  'The security topic has no confirmed subscriber (nobody-subscribed), so nobody there gets this digest. It goes to the owners topic too, until somebody has confirmed a subscription:',
  '  aws sns subscribe --topic-arn ARN --protocol email --notification-endpoint ADDRESS',
];

const TITLES = { complete: 'MFA sweep', 'in-part': 'MFA sweep FAILED IN PART', fused: 'MFA sweep STOPPED' } as const;

function severityOf(result: SweepResult): Message['severity'] {
  if (result.kind !== 'complete') return 'high';
  return SEVERITIES.find((severity) => count(result.findings, severity) > 0) ?? 'info';
}

function summary(result: SweepResult): readonly string[] {
  const seconds = Math.round((result.endedAt.getTime() - result.startedAt.getTime()) / 1000);
  return [
    `Ended at ${result.endedAt.toISOString()} (UTC) after ${seconds} s: ${result.users} users, ${result.suspects} of them looked at.`,
  ];
}

/** The number that is told is let through at that time: docs/adr/0029. */
const announcement = ({ announced }: SweepResult): readonly string[] =>
  announced === undefined
    ? []
    : [
        `Nobody is guarded before ${minutes(announced.from)}. At that time a sweep guards whoever has to be: ${announced.users} users as of now, which MaxNewGuards does not hold back.`,
      ];

const wouldBeHeading = ({ announced }: SweepResult): string =>
  announced === undefined ? 'Would be guarded in enforce' : `Guarded from ${minutes(announced.from)} on`;

const waiting = (result: SweepResult): readonly string[] => {
  const all = waitingIn(result);
  const names = all.map(({ outcome }) => `- ${visible(outcome.user.userName)}`);
  return all.length === 0
    ? []
    : [`${all.length} users would be guarded if they were in it:`, ...atMost(names, 100, WHERE)];
};

const fuse = ({ wouldBeGuarded }: SweepResult): readonly string[] => [
  `${wouldBeGuarded.length} users would have been guarded, more than MaxNewGuards allows, so none was. If they are right, invoke the function with {"maxNewGuards": ${wouldBeGuarded.length}}:`,
  ...atMost(
    wouldBeGuarded.map((name) => `- ${visible(name)}`),
    200,
    WHERE,
  ),
];

const couldNotBeDone = ({ swept, unfinished, mayMissNewUsers }: SweepResult): readonly string[] => [
  ...(mayMissNewUsers
    ? [
        '- Neither the account details nor the whole event history could be read: users made since the report may be missed.',
      ]
    : []),
  ...swept.filter(({ outcome }) => outcome.effect === 'failed').map(({ outcome }) => `- ${effectSentence(outcome)}`),
  ...unfinished.map(({ user, error }) => `- ${visible(user.userName)}: ${visible(`${error.name}: ${error.message}`)}`),
];

const line = (finding: Finding) => `- [${finding.severity}] ${findingSentence(finding)}`;

/** A key is `code|resource|status`. */
function resolvedLine(key: string): string {
  const [code = '', resource = ''] = key.split('|');
  return `- ${code}: ${visible(resource)}`;
}

const count = (findings: readonly Finding[], severity: Finding['severity']) =>
  findings.filter((finding) => finding.severity === severity).length;
