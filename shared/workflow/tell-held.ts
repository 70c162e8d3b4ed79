import type { Account } from '../domain/account.ts';
import { groupBy } from '../domain/group-by.ts';
import type { Message } from '../domain/message.ts';
import { NO_OWNER, ownerLabel } from '../domain/owner.ts';
import type { Clock, Notices } from './ports.ts';

/** Users named in one message: what SNS carries, and more than a person reads. */
const USERS_A_MESSAGE = 500;

/**
 * Tells what was held back: security of everybody, by owner; the owners' topic only when all are one owner's, since a
 * message for each of many would be the storm again; each owner's own mail in any case. No owner's message names
 * another owner's users. Throws when a message was refused: then all of it is told again.
 */
export async function tellHeld(
  held: readonly Message[],
  { account, notices, clock }: { account: Account; notices: Notices; clock: Clock },
): Promise<void> {
  const at = clock.now();
  const digest = { kind: 'held-digest', account, at } as const;
  for (const some of inMessages(held)) {
    await notices.publish({ ...digest, concerns: 'security', owner: undefined, held: some });
  }
  const owners = [...groupBy(held, ({ owner = NO_OWNER }) => ownerLabel(owner) ?? JSON.stringify(owner)).values()];
  for (const theirs of owners) {
    const owner = theirs[0]?.owner ?? NO_OWNER;
    for (const some of inMessages(theirs)) {
      const leftOut = owners.length === 1 ? [] : (['owners'] as const);
      await notices.publish({ ...digest, concerns: 'owners', owner, held: some }, leftOut);
    }
  }
}

/** As many as are named in one message; whatever names many users itself is a message of its own. */
function inMessages(held: readonly Message[]): readonly (readonly Message[])[] {
  const messages: Message[][] = [];
  let room = 0;
  for (const one of held) {
    if (one.users.length > room) {
      messages.push([]);
      room = USERS_A_MESSAGE;
    }
    messages.at(-1)?.push(one);
    room -= one.users.length;
  }
  return messages;
}
