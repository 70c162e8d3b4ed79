import { wanted } from '../../shared/domain/decision.ts';
import { GUARD_NAMES } from '../../shared/domain/guard-name.ts';
import type { SuspectReason } from '../../shared/domain/suspects.ts';
import type { Outcome } from '../../shared/domain/outcome.ts';
import type { Swept, Unfinished } from '../../shared/domain/sweep.ts';
import { reasonSentence } from '../../shared/messages/sentences.ts';
import { visible } from '../../shared/messages/visible.ts';
import { section } from '../lines.ts';
import { afterUnread, allow, unreadLines } from '../unread.ts';
import type { SweepRun } from './sweep-run.ts';

/** Why the sweep looked at somebody, after "looked at since". */
const LOOKED: Readonly<Record<SuspectReason, string>> = {
  'password-without-device-in-report': 'the credential report shows a password and no device',
  'password-in-report': 'the credential report shows a password',
  'not-in-report': 'the credential report does not have the user yet',
  'changed-since-report': 'event history has a change since the credential report',
  'no-live-virtual-device': 'event history was not read in full and no virtual device is there',
  'no-password-in-report': 'event history was not read in full',
  'no-report': 'there is no credential report',
  'guard-may-not-fit': 'another guard may be due than the one that is carried',
};

/** For people: who was guarded and why, what could not be done, what it cost. */
export function sweepText(run: SweepRun): readonly string[] {
  const { swept, unfinished, wouldBeGuarded, unread, caller, denied, options } = run;
  const guarded = swept.filter(({ outcome }) => outcome.effect === 'applied').map(guardedLine);
  const changed = swept.flatMap(({ outcome }) => (outcome.effect === 'swapped' ? [changedLine(outcome)] : []));
  const notDone = [
    ...swept.flatMap(({ outcome }) => (outcome.effect === 'failed' ? [failureLine(outcome)] : [])),
    ...unfinished.map(unfinishedLine),
    ...(run.unlisted === undefined ? [] : [`There may be users who are not known: ${visible(run.unlisted)}.`]),
  ];
  const count = wouldBeGuarded.length;
  return [
    ...section(`Guarded now (${guarded.length})`, guarded),
    ...section(`Another guard than before (${changed.length})`, changed),
    ...section(
      `Nobody was guarded, since they are ${count}`,
      wouldBeGuarded.map((name) => visible(name)),
      `--max-new-guards allows ${options.maxNewGuards}. If they are right: --max-new-guards ${count}`,
    ),
    ...section('Could not be done', notDone, ...(denied.length === 0 ? [] : [allow(denied, caller)])),
    ...section(
      'Could not be read, so more users were looked at live',
      unreadLines(unread),
      afterUnread(unread, caller),
    ),
    ...summary(run, guarded.length, changed.length),
  ];
}

const guardedLine = ({ outcome, why }: Swept) =>
  `${visible(outcome.user.userName)}: ${outcome.decision.reasons.map(reasonSentence).join(' ')} (Looked at since ${LOOKED[why]}.)`;

function changedLine({ user, decision, bare }: Outcome & { effect: 'swapped' }): string {
  const kind = wanted(decision);
  const name = kind === undefined ? 'the guard' : GUARD_NAMES[kind];
  const gap = bare ? ' (For some seconds none: the policy quota was full.)' : '';
  return `${visible(user.userName)} carries ${name} now.${gap}`;
}

/** The reason why the guard is not on, without the sentence's advice for the stack. */
function failureLine({ user, failure }: Outcome & { effect: 'failed' }): string {
  return failure.code === 'quota-exceeded'
    ? `${visible(user.userName)} stays open: the quota ${visible(failure.quota)} is full. Take a managed policy off the user, or have the quota raised.`
    : `${visible(user.userName)} stays open: the policy ${visible(failure.guardArn)} does not exist any more.`;
}

/** The first sentence of the error: what follows is advice for whoever runs the stack. */
function unfinishedLine({ user, error }: Unfinished): string {
  const [first = ''] = error.message.split(/\. (?=[A-Z])/);
  return `${visible(user.userName)}: ${visible(error.name)}: ${visible(first)}`;
}

function summary(
  { suspects, calls, startedAt, endedAt, options }: SweepRun,
  guarded: number,
  changed: number,
): readonly string[] {
  const seconds = ((endedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1);
  return [
    `${suspects} users looked at live, ${guarded} guarded with ${visible(options.guardArn)}${changed === 0 ? '' : `, ${changed} changed`}.`,
    `${calls} API calls in ${seconds} s.`,
  ];
}
