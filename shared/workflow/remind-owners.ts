import { chunks } from '../domain/chunks.ts';
import { groupBy } from '../domain/group-by.ts';
import { guardedWithoutDevice } from '../domain/guarded-without-device.ts';
import type { Inventory } from '../domain/inventory.ts';
import { ownerLabel } from '../domain/owner.ts';
import { ownersIn } from '../domain/owners-in.ts';
import { guardOf, isOpen } from '../domain/posture.ts';
import { type Due, stageSubject } from '../domain/reminders.ts';
import type { WaitingOf } from '../domain/waiting.ts';
import { dueAmong } from './due-among.ts';
import { inTime, type Remaining } from './in-time.ts';
import type { SweepServices } from './ports.ts';
import { tellInTurn, type ToTell } from './tell-in-turn.ts';

/** Users named in one message: far below what SNS carries, and as many as a person reads. */
const USERS_A_MESSAGE = 200;

export type Reminding = {
  readonly sweepId: string;
  readonly atOnce: number;
  /** Days after the user was told of the guard; none: nobody is reminded. */
  readonly reminderDays: readonly number[];
};

type Asked = WaitingOf & { readonly due: Due };

/**
 * Reminds owners of guarded users without a device, and tells security of those whom reminders did not move: each stage
 * once, whoever ran. Costs nothing where there are no such users, and a live look only at whom something is told of.
 * In observe nobody is guarded, so nobody is reminded. Throws when a publish was refused.
 */
export async function remindOwners(
  inventory: Inventory,
  { sweepId, atOnce, reminderDays }: Reminding,
  remaining: Remaining,
  services: SweepServices,
): Promise<void> {
  const { account, enforcer, guardArn, ownerRules, memory, postures, clock } = services;
  if (enforcer.mode === 'observe' || reminderDays.length === 0) return;
  const users = guardedWithoutDevice(inventory, guardArn).map((userName) => ({ accountId: account.id, userName }));
  if (users.length === 0) return;

  const at = clock.now();
  const due = await dueAmong(users, reminderDays, at, memory);
  const ownerOf = ownersIn(inventory, ownerRules);
  // The report may be older than the device: whoever enrolled since, or cannot be read, is not reminded.
  const looked = await inTime(due, atOnce, remaining, async (one) => {
    const posture = await postures.read(one.user, GUARDED);
    return isOpen(posture) ? { ...one, owner: ownerOf(one.user) } : undefined;
  });
  const asked = looked.done.filter((one) => one !== undefined);
  await tellInTurn(
    [...reminders(asked, { account, sweepId, at }), ...overdue(asked, { account, sweepId, at })],
    services,
  );
}

/** As the bulk read has told: which one plays no part. */
const GUARDED = guardOf([{ kind: 'guard', by: 'managed' }]);

type Of = { readonly account: SweepServices['account']; readonly sweepId: string; readonly at: Date };

/** No message names two owners' users. */
function reminders(asked: readonly Asked[], of: Of): readonly ToTell[] {
  const theirs = groupBy(
    asked.filter(({ due }) => due.kind === 'reminder'),
    ({ owner }) => ownerLabel(owner) ?? JSON.stringify(owner),
  );
  return [...theirs.values()]
    .flatMap((some) => chunks(some, USERS_A_MESSAGE))
    .map((users) => ({
      notification: { kind: 'users-reminded', ...of, owner: users[0].owner, users },
      tellings: users.map((one) => toTelling(one, of)),
    }));
}

function overdue(asked: readonly Asked[], of: Of): readonly ToTell[] {
  const late = asked.filter(({ due }) => due.kind === 'overdue');
  return chunks(late, USERS_A_MESSAGE).map((users) => ({
    notification: { kind: 'users-overdue', ...of, users },
    tellings: users.map((one) => toTelling(one, of)),
  }));
}

const toTelling = ({ user, due }: Asked, { sweepId }: Of) =>
  ({ subject: stageSubject(user, due), eventId: sweepId, silence: 'forever' }) as const;
