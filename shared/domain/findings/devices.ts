import type { Finding } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { all, either, type Evidence, isPossible, known, notKnown } from './evidence.ts';
import { accountArn, type FindingContext } from './finding-context.ts';
import { insufficientData, open } from './make-finding.ts';
import { perUser, type Users } from './per-user.ts';
import { isPrivileged } from './privileged.ts';
import type { UserFacts } from './user-facts.ts';

export function deviceFindings(users: Users, inventory: Inventory, context: FindingContext): readonly Finding[] {
  const { deep } = context.settings;
  return [
    ...perUser(
      'no-backup-device',
      users,
      (user) => all(user.hasPassword, either(known(deep), isPrivileged(user)), hasOneDevice(user, deep)),
      (user) => {
        // Doubt counts as privileged.
        const privileged = isPossible(isPrivileged(user));
        return { facts: { privileged }, severity: privileged ? 'medium' : 'low' };
      },
    ),
    ...orphans(inventory, context),
  ];
}

/** In bulk the number of devices is not known, and that is no gap but a read nobody asked for, unless `deep` did. */
function hasOneDevice({ devices }: UserFacts, deep: boolean): Evidence {
  if (devices.kind === 'not-known') return devices;
  const { value } = devices;
  if (value.kind === 'listed') return known(value.kinds.length === 1);
  const countless = value.kind === 'bulk' && (value.virtual ?? 0) < 2;
  return deep && countless ? notKnown('user', 'NotRead') : known(false);
}

/** Left over from enrolments that were broken off: the next one under the same name fails. */
function orphans({ virtualDevices }: Inventory, context: FindingContext): readonly Finding[] {
  const code = 'orphan-virtual-device';
  if (virtualDevices.kind === 'unknown')
    return [insufficientData(code, accountArn(context), { why: virtualDevices.why })];
  return virtualDevices.all.filter(({ userArn }) => userArn === undefined).map(({ serial }) => open(code, serial));
}
