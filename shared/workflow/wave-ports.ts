import type { UserRef } from '../domain/user-ref.ts';
import type { Traits, Wave } from '../domain/wave.ts';

/** Who is guarded so far. None of the reads of one user throws: what it cannot tell is undefined. */
export type Waves = {
  readonly wave: Wave;
  traitsOf(user: UserRef): Promise<Traits>;
  /** Unique ids of all who were ever in the wave. Throws when the table is out of reach, as does `remember`. */
  remembered(): Promise<ReadonlySet<string>>;
  remember(userIds: ReadonlySet<string>): Promise<void>;
};
