import { CURES } from '../../shared/messages/hurt-cure.ts';
import { visible } from '../../shared/messages/visible.ts';
import { indented, item } from '../lines.ts';
import type { Paint } from '../paint.ts';
import { table } from '../table.ts';
import { afterUnread, unreadLines } from '../unread.ts';
import { hurtGroups } from './hurt-groups.ts';
import { choices, counts, HEAD, laterIn, notRead, shown, verdict, WORDS } from './plan-rows.ts';
import type { Planned } from './planned.ts';

/** For people: who would be guarded, whom it hurts and what to do beforehand. */
export function planText(planned: Planned, paint: Paint): readonly string[] {
  const { snapshot, plan, unread, caller } = planned;
  const of = counts(planned);
  const rows = shown(planned).map(({ userName, effect, hurts }) => [
    visible(userName),
    WORDS[effect],
    codes(hurts.map(({ code }) => code)),
  ]);
  return [
    `The switch to enforce in account ${visible(snapshot.account.id)}: ${of.guarded} users would be guarded`,
    ...(rows.length === 0 ? [] : ['', ...table(HEAD, rows)]),
    ...hurtGroups(plan, visible).flatMap(({ severity, code, sentences }) => [
      '',
      `${severity === 'stop' ? paint('critical', 'STOP') : paint('medium', 'WARNING')} ${code} (${sentences.length})`,
      ...sentences.flatMap(item(2)),
      ...indented(2)(`What to do: ${CURES[code]}`),
    ]),
    ...(unread.length === 0
      ? []
      : [
          '',
          'Could not be read',
          ...unreadLines(unread).flatMap(item(2)),
          ...indented(2)(afterUnread(unread, caller)),
        ]),
    ...(snapshot.unlisted === undefined
      ? []
      : ['', ...indented(0)(`There may be users who are not known: ${visible(snapshot.unlisted)}.`)]),
    '',
    `${of.already} guarded already, ${of.changed} to be changed, ${laterIn(of)}${of.exempt} exempt, ${of.untouched} untouched, ${of['not-judged']} not judged.`,
    ...indented(0)(`${choices(planned)}, deployed by ${visible(planned.deployer)}.`),
    `Guard: ${visible(snapshot.guardArn)}`,
    ...indented(0)(`As of ${snapshot.takenAt.toISOString()}. ${notRead(planned)}`),
    verdict(planned),
  ];
}

/** The sentences below tell the rest: a line must fit. */
function codes(all: readonly string[]): string {
  const different = [...new Set(all)];
  const [first = ''] = different;
  return different.length < 2 ? first : `${first} and ${different.length - 1} more`;
}
