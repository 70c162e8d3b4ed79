import type { Account } from '../domain/account.ts';
import { type AttachedGuard, guardOf } from '../domain/posture.ts';
import { type Carrier, mayRelease, type Release, type ReleaseRules } from '../domain/release.ts';
import { inTime } from './in-time.ts';
import type { Clock, PostureReader, Releaser } from './ports.ts';

/** What a release needs; every call to IAM goes through the stack's ReleaseRole. */
export type ReleaseServices = {
  readonly account: Account;
  readonly clock: Clock;
  readonly postures: PostureReader;
  readonly releaser: Releaser;
  /** Keeps what is about to be done and what was done; throws when it cannot, and then nothing more is done. */
  readonly evidence: (kept: Release | Begun) => void;
};

/** Kept before the call, so that what was cut off is known too. */
export type Begun = { readonly kind: 'begun'; readonly carrier: Carrier; readonly at: Date };

export type ReleaseRequest = ReleaseRules & { readonly dryRun: boolean; readonly atOnce: number };

/** Somebody sits before it, and what was done stands when they stop it. */
const noLimit = () => Number.POSITIVE_INFINITY;

/**
 * Takes the guard off these users. One whom IAM refuses stops no other. Done again it costs nothing for whoever is
 * released: they carry no guard, so nobody names them.
 *
 * @throws what `evidence` throws: nobody is released of whom nothing could be kept.
 */
export async function releaseGuards(
  carriers: readonly Carrier[],
  request: ReleaseRequest,
  services: ReleaseServices,
): Promise<readonly Release[]> {
  const { done } = await inTime(carriers, request.atOnce, noLimit, (carrier) => release(carrier, request, services));
  return done;
}

async function release(carrier: Carrier, request: ReleaseRequest, services: ReleaseServices): Promise<Release> {
  const { clock, evidence } = services;
  const told = (outcome: Outcome): Release => {
    const finished = { ...outcome, carrier, at: clock.now() };
    evidence(finished);
    return finished;
  };
  const refusal = await whyNot(carrier, request, services);
  if (refusal !== undefined) return told(refusal);
  if (request.dryRun) return told({ kind: 'would-release' });

  evidence({ kind: 'begun', carrier, at: clock.now() });
  return told(await detached(carrier, services));
}

/**
 * One guard after the other; one that IAM refuses leaves those before it off, and the user among the carriers. The
 * *enrolled* one first: left alone on who has no device, it would let nobody enrol.
 */
async function detached({ userName, guards }: Carrier, { releaser }: ReleaseServices): Promise<Outcome> {
  const off: AttachedGuard[] = [];
  try {
    for (const guard of guards.toSorted((one, other) => Number(isEnrolled(other)) - Number(isEnrolled(one)))) {
      if ((await releaser.detach(userName, guard)) === 'released') off.push(guard);
    }
    return { kind: off.length > 0 ? 'released' : 'not-there' };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.name : 'UnknownError', off };
  }
}

const isEnrolled = ({ kind }: AttachedGuard) => kind === 'enrolled';

/** In `observe` nobody puts the guard on again, so nobody needs to be judged. */
async function whyNot(
  carrier: Carrier,
  { mode, scope, exemptions }: ReleaseRequest,
  { postures, account, clock }: ReleaseServices,
): Promise<Outcome | undefined> {
  if (mode === 'observe') return undefined;
  const user = { accountId: account.id, userName: carrier.userName };
  const posture = await postures.read(user, guardOf(carrier.guards));
  const verdict = mayRelease(posture, carrier, { scope, exemptions }, clock.now());
  if (verdict.kind === 'may') return undefined;
  return verdict.kind === 'unknown' ? { kind: 'failed', why: verdict.why, off: [] } : verdict;
}

type Outcome = Release extends infer Each ? (Each extends Release ? Omit<Each, 'carrier' | 'at'> : never) : never;
