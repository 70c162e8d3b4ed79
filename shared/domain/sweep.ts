import type { Announced } from './announced.ts';
import type { Exemption } from './exemption.ts';
import type { Finding } from './finding.ts';
import type { Outcome } from './outcome.ts';
import type { Pruning } from './pruned.ts';
import type { SuspectReason } from './suspects.ts';
import type { UserRef } from './user-ref.ts';

/** A suspect whom the sweep could not finish with; the others went on. `error` is its name and sentence. */
export type Unfinished = {
  readonly user: UserRef;
  readonly error: { readonly name: string; readonly message: string };
};

/** A suspect with what was found and done. `why` is why the sweep looked. */
export type Swept = { readonly why: SuspectReason; readonly outcome: Outcome };

/**
 * What a sweep did. `complete`: everybody who had to be guarded is. `in-part`: somebody is not, and each is named.
 * `fused`: more users than expected had to be guarded, so none was.
 */
export type SweepResult = {
  readonly kind: 'complete' | 'in-part' | 'fused';
  readonly accountId: string;
  readonly sweepId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly users: number;
  readonly suspects: number;
  readonly swept: readonly Swept[];
  /** Names of whom a fused sweep would have guarded. */
  readonly wouldBeGuarded: readonly string[];
  /** Of a sweep that only announces. */
  readonly announced?: Announced;
  readonly unfinished: readonly Unfinished[];
  /** Neither details nor a complete history: users made since the report may not have been seen. */
  readonly mayMissNewUsers: boolean;
  /** Exemptions in force, the next to end first. */
  readonly exempt: readonly Exemption[];
  readonly findings: readonly Finding[];
  /** Absent where there was nothing to do, or the deployment leaves devices alone. */
  readonly pruning?: Pruning;
};

/** Who would be guarded if the wave were everybody. */
export const waitingIn = ({ swept }: SweepResult): readonly Swept[] =>
  swept.filter(({ outcome }) => outcome.decision.reasons[0].code === 'not-in-wave');

/** Who carried no guard before this sweep, and carries one now. */
export const guardedIn = ({ swept }: SweepResult): readonly Swept[] =>
  swept.filter(({ outcome }) => outcome.effect === 'applied');
