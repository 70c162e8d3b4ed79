import type { Account } from '../domain/account.ts';
import { assertNever } from '../domain/assert-never.ts';
import type { Message } from '../domain/message.ts';
import type { Foreign } from '../domain/posting.ts';
import { sectionsOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

/** Where a foreign text came from: our account, the id under which the queue knows it, when it was sent. */
export type Whence = { readonly account: Account; readonly id: string; readonly at: Date };

/** What others publish on the security topic, as a message: so that nothing said there is lost on the way to a channel. */
export function composeForeign(foreign: Foreign, { account, id, at }: Whence): Message {
  const common = { concerns: 'security', account, links: [], users: [], owner: undefined, eventId: id, at } as const;
  switch (foreign.kind) {
    case 'alarm':
      return { ...common, account: accountOf(foreign, account), ...alarm(foreign) };
    case 'mail-returned':
      return { ...common, ...mailReturned(foreign) };
    case 'other':
      return { ...common, ...other(foreign.text) };
    default:
      return assertNever(foreign);
  }
}

type Words = Pick<Message, 'kind' | 'severity' | 'subject' | 'summary' | 'sections'>;

type Alarm = Extract<Foreign, { kind: 'alarm' }>;

const accountOf = ({ accountId }: Alarm, ours: Account): Account =>
  accountId === undefined || accountId === ours.id ? ours : { id: visible(accountId, 12), partition: ours.partition };

function alarm({ name, state, reason, description }: Alarm): Words {
  const happened = `The CloudWatch alarm ${visible(name)} went to ${visible(state, 50)}.`;
  return {
    kind: 'alarm',
    severity: state === 'ALARM' ? 'high' : state === 'OK' ? 'info' : 'medium',
    subject: toSubject(`${state}: alarm ${name}`),
    summary: `${happened} ${visible(reason)}`,
    sections: sectionsOf({
      'What happened': [happened, visible(reason, 1000)],
      'What it means': description === undefined ? [] : linesOf(description),
    }),
  };
}

function mailReturned({ what, addresses, why }: Extract<Foreign, { kind: 'mail-returned' }>): Words {
  const happened = `A mail to ${addresses.length} address(es) came to nothing: ${visible(what, 50)}${why === '' ? '' : ` (${visible(why)})`}.`;
  return {
    kind: 'mail-returned',
    severity: 'medium',
    subject: toSubject(`Mail came to nothing (${what}): ${addresses.join(', ')}`),
    summary: happened,
    sections: sectionsOf({
      'What happened': [happened],
      'To whom': addresses.map((address) => `- ${visible(address)}`),
      'What to do now': [
        'Whoever it was for has not read it: tell the person another way, and correct the address in the tag of the user.',
      ],
    }),
  };
}

function other(text: string): Words {
  const whose = 'Somebody published on the security topic what aws-mfa-enforcer did not write.';
  return {
    kind: 'foreign',
    severity: 'medium',
    subject: 'A message on the security topic that is not ours',
    summary: whose,
    sections: sectionsOf({ 'What happened': [whose], 'What it says': linesOf(text) }),
  };
}

function linesOf(text: string): readonly string[] {
  const whole = text.trim();
  return whole === '' ? ['(an empty message)'] : whole.split(/\r?\n/).map((line) => visible(line, 1000));
}
