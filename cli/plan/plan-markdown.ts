import { CURES } from '../../shared/messages/hurt-cure.ts';
import { visible } from '../../shared/messages/visible.ts';
import { unreadLines } from '../unread.ts';
import { hurtGroups } from './hurt-groups.ts';
import { choices, counts, laterIn, notRead, shown, verdict, WORDS } from './plan-rows.ts';
import type { Planned } from './planned.ts';

/**
 * Text from outside as code, where GitHub and GitLab know neither mentions nor links; what would end the code, or a
 * table's cell, is written as its code point. {@link https://github.github.com/gfm/#code-spans}
 */
export function code(text: string): string {
  const safe = visible(text).replace(/[`|\\]/g, (character) => `{${character.charCodeAt(0).toString(16)}}`);
  return safe.trim() === '' ? '`(empty)`' : `\`${safe}\``;
}

/** For a pull request. */
export function planMarkdown(planned: Planned): readonly string[] {
  const { snapshot, plan, unread } = planned;
  const of = counts(planned);
  const users = shown(planned);
  return [
    `## MFA: the switch to enforce in account ${code(snapshot.account.id)}`,
    '',
    `**${verdict(planned)}**`,
    '',
    `${of.guarded} users would be guarded, ${of.already} are already, ${of.changed} would carry another guard, ${laterIn(of)}${of.exempt} are exempt, ${of.untouched} are untouched, ${of['not-judged']} not judged. ${choices(planned)}, as of ${snapshot.takenAt.toISOString()}.`,
    ...(users.length === 0 ? [] : ['', '| User | Effect | Hurts |', '| --- | --- | --- |']),
    ...users.map(({ userName, effect, hurts }) => {
      const codes = [...new Set(hurts.map((hurt) => hurt.code))].join(', ');
      return `| ${code(userName)} | ${WORDS[effect]} | ${codes} |`;
    }),
    ...hurtGroups(plan, code).flatMap(({ severity, code: name, sentences }) => [
      '',
      `### ${severity === 'stop' ? 'Stop' : 'Warning'}: ${name} (${sentences.length})`,
      '',
      ...sentences.map((sentence) => `- ${sentence}`),
      '',
      `What to do: ${CURES[name]}`,
    ]),
    ...(unread.length === 0
      ? []
      : ['', '### Could not be read', '', ...unreadLines(unread).map((line) => `- ${code(line)}`)]),
    ...(snapshot.unlisted === undefined
      ? []
      : ['', `There may be users who are not known: ${code(snapshot.unlisted)}.`]),
    '',
    notRead(planned),
  ];
}
