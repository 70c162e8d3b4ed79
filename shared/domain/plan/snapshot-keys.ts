import { deniesKeys, kindFor } from '../guard-for.ts';
import { guardOf, type Keys } from '../posture.ts';
import { KEY_IN_USE_DAYS, type Rules } from '../rules.ts';
import type { SnapshotKey, SnapshotUser } from './snapshot.ts';

/** To the millisecond, as a decision counts. */
export const isInUse = ({ active, lastUsed }: SnapshotKey, now: Date): boolean =>
  active && lastUsed !== undefined && now.getTime() - lastUsed.getTime() <= KEY_IN_USE_DAYS * 86_400_000;

/** Whether one of the access keys was used lately, as a decision takes it. */
export function keysOf({ keys }: SnapshotUser, now: Date): Keys {
  if (keys.kind === 'not-known') return { kind: 'unknown', why: keys.why };
  return { kind: keys.value.some((key) => isInUse(key, now)) ? 'in-use' : 'not-in-use' };
}

/**
 * What the guard that is due does to long-term credentials. `spared` while a key is in use, which `spare-in-use` asks
 * for; keys that could not be read may be denied.
 */
export function keysAfter(user: SnapshotUser, rules: Rules, now: Date): 'denied' | 'spared' | 'allowed' {
  if (rules.longTermKeys === 'allow') return 'allowed';
  const keys = keysOf(user, now);
  const carried = user.guards.kind === 'known' ? user.guards.value : [];
  const kind = kindFor({ guard: guardOf(carried), keys }, 'no-device', rules);
  return kind === 'keys-allowed' && keys.kind === 'in-use' ? 'spared' : 'denied';
}

/** Whether the user goes on with an access key after the switch. */
export const worksByKey = (user: SnapshotUser, rules: Rules, now: Date): boolean =>
  keysAfter(user, rules, now) !== 'denied' &&
  user.keys.kind === 'known' &&
  user.keys.value.some(({ active }) => active);

/** Whether an access key, which there may be, is denied after the switch and not before it. */
export const losesKeys = (user: SnapshotUser, rules: Rules, now: Date): boolean =>
  keysAfter(user, rules, now) === 'denied' &&
  !areDeniedNow(user) &&
  (user.keys.kind === 'not-known' || user.keys.value.some(({ active }) => active));

/** Whether a guard denies them before the switch. */
export const areDeniedNow = ({ guards }: SnapshotUser): boolean =>
  guards.kind === 'known' && guards.value.some(deniesKeys);
