import { StaleReadError } from '../domain/errors.ts';
import { freshnessOf } from '../domain/freshness.ts';
import type { Exemption } from '../domain/exemption.ts';
import type { UserEvent } from '../domain/mfa-event.ts';
import type { Posture } from '../domain/posture.ts';
import type { Standing } from '../domain/wave.ts';
import type { Services } from './ports.ts';
import { standingNow } from './standings.ts';

/** Waits (milliseconds) before each new look at an event that is younger than IAM's propagation. */
const SHORT_WAITS = [1_000, 2_000, 4_000];

/** Between two looks of the last attempt, which must end with a decision. */
const LONG_WAIT = 20_000;

export type FreshPosture = {
  readonly posture: Posture;
  /** Of the same moment, read beside it: an exemption costs the attach no round trip. */
  readonly exemptions: readonly Exemption[];
  readonly standing: Standing;
  readonly noLongerTrue: boolean;
};

/**
 * Reads until live state agrees with the event or the event is too old to be believed against it (docs/adr/0004).
 * Throws StaleReadError while Lambda's own retries, after 1 and 3 minutes, still lie ahead.
 */
export async function readFreshPosture(
  happened: UserEvent,
  services: Pick<Services, 'postures' | 'exemptions' | 'waves' | 'clock' | 'log'>,
): Promise<FreshPosture> {
  const { postures, exemptions, clock } = services;
  const waits = [...SHORT_WAITS];
  for (;;) {
    const [posture, { all }, standing] = await Promise.all([
      postures.read(happened.user),
      exemptions.read(),
      standingNow(happened.user, services),
    ]);
    const freshness = freshnessOf(posture, happened, clock.now());
    if (freshness === 'agrees' || freshness === 'no-longer-true') {
      return { posture, exemptions: all, standing, noLongerTrue: freshness === 'no-longer-true' };
    }
    const wait = freshness === 'look-again' ? LONG_WAIT : waits.shift();
    if (wait === undefined) throw new StaleReadError(happened.user, happened.kind);
    await clock.sleep(wait);
  }
}
