import type { Message, Section } from '../domain/message.ts';

/** Says what is left out, and where all of it is. */
const left = (lines: number) => `… and ${lines} more lines, which do not fit here: mfa-enforcer audit has them all`;

const IS_LEFT = /^… and (\d+) more lines/;

/** Half of the longest list is left out, at a whole line and with a count: called until a message fits. The same if nothing is left to cut. */
export function cutMessage(message: Message): Message {
  const longest = message.sections.reduce<Section | undefined>(
    (most, section) => (most === undefined || section.lines.length > most.lines.length ? section : most),
    undefined,
  );
  const lines = longest?.lines.length ?? 0;
  if (lines < 2 && message.users.length === 0) return message;
  if (message.users.length > lines) return { ...message, ...withFewerUsers(message) };
  return {
    ...message,
    sections: message.sections.map((section) => (section === longest ? half(section) : section)),
  };
}

function withFewerUsers({ users, usersLeftOut = 0 }: Message): Pick<Message, 'users' | 'usersLeftOut'> {
  const kept = users.slice(0, Math.floor(users.length / 2));
  return { users: kept, usersLeftOut: usersLeftOut + users.length - kept.length };
}

function half({ heading, lines }: Section): Section {
  const before = Number(IS_LEFT.exec(lines.at(-1) ?? '')?.[1] ?? 0);
  const whole = before === 0 ? lines : lines.slice(0, -1);
  const kept = whole.slice(0, Math.floor(whole.length / 2));
  return { heading, lines: [...kept, left(before + whole.length - kept.length)] };
}
