import type { AccountUser, Inventory } from '../domain/inventory.ts';
import type { Suspect } from '../domain/suspects.ts';
import type { UserRef } from '../domain/user-ref.ts';
import { isInWave, rememberedAfter, type Standing, standingOf, traitsIn } from '../domain/wave.ts';
import type { Services } from './ports.ts';

type Needs = Pick<Services, 'waves' | 'log'>;

/** Live, of one user. Who may have been in the wave once is not delayed: so is everybody while the memory is out of reach. */
export async function standingNow(user: UserRef, { waves, log }: Needs): Promise<Standing> {
  if (waves === undefined) return 'in';
  const traits = await waves.traitsOf(user);
  if (isInWave(waves.wave, traits)) return 'in';
  try {
    return standingOf(waves.wave, traits, await waves.remembered());
  } catch (error) {
    log.warn('Who was in the wave once is out of reach: nobody is delayed', { user, error });
    return 'in';
  }
}

export type Standings = {
  readonly of: (suspect: Suspect) => Promise<Standing>;
  /** Who was in the wave once and is not any more. */
  readonly left: readonly AccountUser[];
};

/**
 * Of everybody, from the bulk read, after who is in now was added to those who are remembered. Throws while they are out
 * of reach, as the sweep does that has no lease: it is tried again, which beats guarding all who may have been in.
 */
export async function standingsIn({ details }: Inventory, needs: Needs): Promise<Standings> {
  const { waves } = needs;
  if (waves === undefined) return { of: () => Promise.resolve('in'), left: [] };
  const users = details.kind === 'details' ? details.users : [];
  const before = await waves.remembered();
  const remembered = rememberedAfter(before, users, waves.wave);
  if (remembered !== before) await waves.remember(remembered);
  const standing = (user: AccountUser) => standingOf(waves.wave, traitsIn(user), remembered);
  return {
    of: async (suspect) =>
      suspect.details === undefined ? standingNow(suspect.user, needs) : standing(suspect.details),
    left: users.filter((user) => standing(user) === 'left'),
  };
}
