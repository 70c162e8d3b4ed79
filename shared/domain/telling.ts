import { assertNever } from './assert-never.ts';
import { wanted } from './decision.ts';
import { PROPAGATION_MS } from './freshness.ts';
import type { RootEvent, UserEvent } from './mfa-event.ts';
import type { UserNotificationKind } from './notification.ts';
import type { Outcome } from './outcome.ts';

/** A story to tell once: what it is about, which event began it, and how long it keeps later events silent. */
export type Telling = {
  /** Account, user and kind: the key under which it is remembered. */
  readonly subject: string;
  readonly eventId: string;
  /** Milliseconds after which *another* event may tell the story again; `forever` until the memory of it expires. */
  readonly silence: number | 'forever';
};

const A_DAY_MS = 86_400_000;

/** What has to be told of an outcome, if anything: what changed something, could not be done, or added a device. */
export function storyOf(outcome: Outcome, happened: UserEvent): UserNotificationKind | undefined {
  switch (outcome.effect) {
    case 'applied':
      return 'user-guarded';
    case 'swapped':
      return swapped(outcome, happened);
    case 'released':
      return happened.kind === 'device-added' ? 'device-added' : 'guard-released';
    case 'would-apply':
      return 'user-would-be-guarded';
    case 'failed':
      return 'guard-failed';
    case 'already-so':
      return alreadySo(outcome, happened);
    default:
      return assertNever(outcome);
  }
}

/** Another guard than before: the owner of a user without a device has to hear it, as of the first one. */
function swapped({ decision }: Outcome, happened: UserEvent): UserNotificationKind | undefined {
  if (decision.compliance === 'non-compliant') return 'user-guarded';
  return happened.kind === 'device-added' ? 'device-added' : undefined;
}

/**
 * The guard was there: told unless it was told before, since an earlier attempt may have died after the attach. Who waits
 * for a later wave has nothing to do yet.
 */
function alreadySo({ decision }: Outcome, happened: UserEvent): UserNotificationKind | undefined {
  if (decision.compliance === 'non-compliant') return wanted(decision) === undefined ? undefined : 'user-guarded';
  const stands = decision.compliance !== 'insufficient-data' && !decision.reasons.some(isUndone);
  return happened.kind === 'device-added' && stands ? 'device-added' : undefined;
}

const isChange = ({ effect }: Outcome) => effect === 'applied' || effect === 'swapped';

const isUndone = ({ code }: { code: string }) => code === 'no-longer-true' || code === 'user-gone';

/** The key of a story about a user. What comes at another moment, or at none, is another story. */
export function subjectOf(
  kind: UserNotificationKind,
  outcome: Pick<Outcome, 'user'> & { readonly from?: Date },
): string {
  const { user, from } = outcome;
  return `${user.accountId}#user#${user.userName}#${kind}${from === undefined ? '' : `#${from.toISOString()}`}`;
}

/** How a story about a user is remembered. */
export function tellingOf(kind: UserNotificationKind, outcome: Outcome, happened: UserEvent): Telling {
  const about = subjectOf(kind, outcome);
  const { eventId } = happened;
  switch (kind) {
    case 'user-guarded':
      // Two events of one moment may both have seen no guard and both have attached: one story.
      return { subject: about, eventId, silence: isChange(outcome) ? PROPAGATION_MS : 'forever' };
    case 'user-would-be-guarded': {
      const isAnnounced = outcome.effect === 'would-apply' && outcome.from !== undefined;
      return { subject: about, eventId, silence: isAnnounced ? 'forever' : A_DAY_MS };
    }
    case 'guard-failed':
      return { subject: about, eventId, silence: A_DAY_MS };
    case 'device-added':
    case 'guard-released':
      return { subject: `${about}#${eventId}`, eventId, silence: 'forever' };
    default:
      return assertNever(kind);
  }
}

/** Each different event of root is told. */
export function tellingOfRoot({ accountId, kind, eventId }: RootEvent): Telling {
  return { subject: `${accountId}#root#${kind}#${eventId}`, eventId, silence: 'forever' };
}
