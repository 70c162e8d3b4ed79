import { canonical } from '../domain/findings/canonical-policy.ts';
import { PROPAGATION_MS } from '../domain/freshness.ts';
import { guardDocument } from '../domain/guard-document.ts';
import type { TamperEvent } from '../domain/mfa-event.ts';
import type { Restoration } from '../domain/restoration.ts';
import type { GuardVersion } from './restore-ports.ts';
import type { RestoreServices } from './restore-ports.ts';

type Changed = Extract<TamperEvent, { kind: 'guard-policy-changed' }>;

/** Waits (milliseconds) before each new look. */
const WAITS = [1_000, 2_000, 4_000];

/**
 * Compares the default version by content with what this release ships, whoever changed it: an upgrade's text matches
 * and is left alone. Another text gives way to a version that matches, if there is one: a new version is for the
 * deployment to make, since who may write a policy that everybody carries rules the account.
 *
 * A read may show the default version of before, so of a young event counts what it made the default: at worst that is
 * one call that changes nothing, and never leaves another text in force.
 */
export async function restorePolicy(happened: Changed, services: RestoreServices): Promise<Restoration> {
  const versions = await readVersions(happened, services);
  if (versions === 'missing') return { kind: 'policy-missing' };
  const isYoung = services.clock.now().getTime() - happened.at.getTime() < PROPAGATION_MS;
  const inForce = isYoung && happened.madeDefault !== undefined ? happened.madeDefault : defaultOf(versions);
  const shipped = canonical(JSON.stringify(guardDocument(services.account.partition, happened.guard)));
  const good = versions.filter(({ document }) => canonical(document) === shipped);
  if (good.some(({ id }) => id === inForce)) return { kind: 'as-shipped' };
  const [best] = good;
  if (best === undefined) return { kind: 'no-good-version' };
  const answer = await services.guardPolicy.setDefault(happened.guard, best.id);
  return { kind: answer === 'set' ? 'set-back' : 'would-set-back', versionId: best.id };
}

const defaultOf = (versions: readonly GuardVersion[]) => versions.find(({ isDefault }) => isDefault)?.id;

/** Looks again while a read does not show yet what the event told: a version that was made, or that all are gone. */
async function readVersions(happened: Changed, { guardPolicy, clock }: RestoreServices) {
  let versions = await guardPolicy.versions(happened.guard);
  for (const wait of WAITS) {
    if (shows(versions, happened)) return versions;
    await clock.sleep(wait);
    versions = await guardPolicy.versions(happened.guard);
  }
  return versions;
}

function shows(versions: readonly GuardVersion[] | 'missing', { call, madeDefault }: Changed): boolean {
  if (versions === 'missing') return true;
  return call !== 'DeletePolicy' && (madeDefault === undefined || versions.some(({ id }) => id === madeDefault));
}
