import { isPossible } from '../findings/evidence.ts';
import { judged } from './credential-hurts.ts';
import { ESSENTIAL } from './enrolment.ts';
import type { Obstacle } from './obstacles.ts';
import { type Hurt, hurt } from './plan.ts';
import type { Snapshot, SnapshotUser } from './snapshot.ts';

/** What keeps the guard from going on, or the user from getting out of it. */
export function enrolmentHurts(user: SnapshotUser, { policiesPerUser }: Snapshot): readonly Hurt[] {
  const { attachedPolicies, obstacles, mustChangePassword } = user;
  const full = judged(attachedPolicies, 'attached policies', (attached) =>
    attached < policiesPerUser ? [] : [hurt('policy-quota', { attached, quota: policiesPerUser })],
  );
  // Whoever has a device has nothing to enrol.
  if (!isPossible(user.hasNoDevice)) return full;
  return [
    ...full,
    ...judged(obstacles, 'policies', (all) => all.map(toHurt)),
    ...judged(mustChangePassword, 'a forced password change', (must) => (must ? [hurt('password-change')] : [])),
  ];
}

function toHurt({ how, by, actions, certain }: Obstacle): Hurt {
  const facts = { how, by, actions: actions.join(', '), certain };
  return certain && actions.some((action) => ESSENTIAL.includes(action))
    ? hurt('enrolment-blocked', facts, 'stop')
    : hurt('enrolment-hindered', facts);
}
