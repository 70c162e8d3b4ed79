import type { Decision } from '../domain/decision.ts';
import { InsufficientDataError } from '../domain/errors.ts';
import type { Exemption } from '../domain/exemption.ts';
import type { AccountUser, Inventory } from '../domain/inventory.ts';
import type { Posture } from '../domain/posture.ts';
import { isPending, isUnlocking } from '../domain/pending.ts';
import type { Rules } from '../domain/rules.ts';
import { type Suspect, suspectsOf } from '../domain/suspects.ts';
import type { Swept, Unfinished } from '../domain/sweep.ts';
import { decideAmong } from './decide-exempt.ts';
import { enforceDecision, withKeys } from './enforce-decision.ts';
import { heldBack } from './enforce-from.ts';
import { inTime, type Remaining } from './in-time.ts';
import type { SweepServices } from './ports.ts';
import { type Standings, standingsIn } from './standings.ts';

export type SweepRules = {
  readonly rules: Rules;
  /** More users to guard than this, and none is: a first enforcement of hundreds is a decision, not an accident. */
  readonly maxNewGuards: number;
  readonly atOnce: number;
  /** Read once for all; who is in none is not exempt. */
  readonly exemptions: readonly Exemption[];
};

/** A suspect, what is true now, and what follows. */
export type Judged = { readonly suspect: Suspect; readonly posture: Posture; readonly decision: Decision };

/** What a sweep found and did, before anything is told. `left`: suspects for whom there was no time. */
export type Sweep = {
  /** As of when it began. */
  readonly mode: 'observe' | 'enforce';
  readonly waitsUntil: Date | undefined;
  readonly fused: boolean;
  readonly judged: readonly Judged[];
  readonly swept: readonly Swept[];
  readonly unfinished: readonly Unfinished[];
  readonly left: number;
  /** Who was in the wave once and is not any more. */
  readonly leftWave: readonly AccountUser[];
};

/**
 * Bulk reads pick suspects, what can be stale is read live, then the same decide and the same apply as for an event.
 * One bad user never stops the others; who already carries the guard is no suspect, so a retry goes on where this ended.
 */
export async function sweepAccount(
  inventory: Inventory,
  rules: SweepRules,
  remaining: Remaining,
  services: SweepServices,
  beforeAttach: (userNames: readonly string[]) => Promise<void>,
): Promise<Sweep> {
  const { account, guardArn } = services;
  // As it is at the beginning: a sweep that lives over the moment of EnforceFrom has no fuse that would hold it.
  const { waitsUntil } = services.enforcer;
  const mode = waitsUntil === undefined ? services.enforcer.mode : 'observe';
  const enforcer = mode === 'observe' ? heldBack(services.enforcer, waitsUntil) : services.enforcer;
  const suspects = suspectsOf(inventory, { accountId: account.id, guardArn, rules: rules.rules });
  const standings = await standingsIn(inventory, services);
  const looked = await inTime(suspects, rules.atOnce, remaining, (suspect) =>
    judge(suspect, rules, services, standings),
  );
  const judged = looked.done;
  const unread = judged.filter(isUnread).map((one) => notRead(one, services));

  const pending = judged.filter(isPending);
  const settled = judged.filter((one) => !isPending(one) && !isUnread(one)).map((one) => asItIs(one, services));
  // In observe nobody is guarded, so there is nothing to hold back.
  const fused = mode === 'enforce' && pending.filter(needsGuard).length > rules.maxNewGuards;
  const toChange = fused ? pending.filter((one) => !needsGuard(one)) : pending;

  if (toChange.length > 0) await beforeAttach(toChange.map(({ suspect }) => suspect.user.userName));
  const applied = await inTime(toChange, rules.atOnce, remaining, (one) =>
    apply(one, rules.rules, { ...services, enforcer }),
  );
  return {
    mode,
    waitsUntil,
    judged,
    fused,
    swept: [...settled, ...applied.done.filter((one) => 'outcome' in one)],
    unfinished: [...unread, ...applied.done.filter((one) => 'error' in one)],
    left: looked.left.length + applied.left.length,
    leftWave: standings.left,
  };
}

/** Whom the fuse counts: whoever would be held to more than before. Who could not enrol is never kept waiting. */
export const needsGuard = (one: Judged): boolean =>
  isPending(one) && one.decision.desired !== 'none' && !isUnlocking(one.posture);

async function judge(
  suspect: Suspect,
  rules: SweepRules,
  services: SweepServices,
  standings: Standings,
): Promise<Judged> {
  const known = suspect.guard.kind === 'unknown' ? undefined : suspect.guard;
  const [read, standing] = await Promise.all([services.postures.read(suspect.user, known), standings.of(suspect)]);
  const posture = await withKeys(read, rules.rules, services);
  const { exemptions } = rules;
  const decision = await decideAmong(posture, rules.rules, exemptions, suspect.details?.userId, services, standing);
  return { suspect, posture, decision };
}

const isUnread = ({ decision }: Judged) => decision.compliance === 'insufficient-data';

function notRead({ suspect, decision }: Judged, { clock }: SweepServices): Unfinished {
  const outcome = { user: suspect.user, decision, at: clock.now(), effect: 'already-so' } as const;
  return unfinished(suspect, new InsufficientDataError(outcome));
}

async function apply(
  { suspect, posture, decision }: Judged,
  rules: Rules,
  services: SweepServices,
): Promise<Swept | Unfinished> {
  try {
    return { why: suspect.why, outcome: await enforceDecision(posture, decision, services, rules) };
  } catch (error) {
    return unfinished(suspect, error);
  }
}

function asItIs({ suspect, decision }: Judged, { clock }: SweepServices): Swept {
  return { why: suspect.why, outcome: { user: suspect.user, decision, at: clock.now(), effect: 'already-so' } };
}

function unfinished({ user }: Suspect, error: unknown): Unfinished {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { user, error: { name, message } };
}
