import type { Finding } from '../finding.ts';
import { all, type Evidence, known, map, notKnown } from './evidence.ts';
import { perUser, type Told, type Users } from './per-user.ts';
import type { UserFacts } from './user-facts.ts';

const CODE = 'privileged-without-phishing-resistant';

/** Administrators whose every device can be phished: authenticator apps and hardware tokens alike. */
export function privilegedFindings(users: Users): readonly Finding[] {
  return perUser(CODE, users, (user) => all(user.hasPassword, isPrivileged(user), canBePhished(user)), tell);
}

export const isPrivileged = ({ rights }: UserFacts): Evidence =>
  map(rights, ({ privilegedBy }) => privilegedBy !== undefined);

/**
 * Only a live read tells passkeys. In bulk a user with a virtual device may have a passkey beside it, which the finding
 * says; of one with a device that is not virtual nobody knows whether it is a passkey or a token.
 */
function canBePhished({ devices, virtualDevices }: UserFacts): Evidence {
  if (devices.kind === 'not-known') return devices;
  const { value } = devices;
  if (value.kind === 'listed') return known(value.kinds.length > 0 && !value.kinds.includes('passkey'));
  if (virtualDevices === undefined) return notKnown('account', 'VirtualDevicesNotRead');
  if (value.kind === 'none-in-report') return known(false); // password-without-device says it.
  return virtualDevices.length === 0 ? notKnown('account', 'KindsNotRead') : known(true);
}

function tell({ rights, devices }: UserFacts): Told {
  const because = rights.kind === 'known' ? (rights.value.privilegedBy ?? '') : '';
  const list = devices.kind === 'known' && devices.value.kind === 'listed' ? devices.value.kinds : undefined;
  const certain = list !== undefined;
  const kinds = [...new Set(list ?? ['virtual'])].sort().join(', ');
  return { facts: { because, kinds, certain }, severity: certain ? 'high' : 'medium' };
}
