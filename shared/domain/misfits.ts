import { decide } from './decide.ts';
import type { ReportRow } from './inventory.ts';
import { isPending } from './pending.ts';
import type { Guard, Keys, Posture } from './posture.ts';
import { KEY_IN_USE_DAYS, type Rules } from './rules.ts';

/** What bulk reads tell of whoever carries a guard. A fact that may have changed since is undefined. */
export type SeenInBulk = {
  readonly password: boolean | undefined;
  readonly device: boolean | undefined;
  readonly keys: Keys;
};

type User = Extract<Posture, { kind: 'user' }>;

const user = { accountId: '', userName: '' };
const YES_OR_NO = [true, false] as const;

/** Whether one of the postures that the bulk reads leave possible would have the guard changed. */
export function mayMisfit(guard: Guard, { password, device, keys }: SeenInBulk, rules: Rules): boolean {
  const passwords = password === undefined ? YES_OR_NO : [password];
  const devices = device === undefined ? YES_OR_NO : [device];
  return passwords.some((has) => devices.some((enrolled) => isChanged(possible(guard, has, enrolled, keys), rules)));
}

const isChanged = (posture: User, rules: Rules): boolean =>
  posture.guard.kind === 'attached' && isPending({ posture, decision: decide(posture, rules) });

const possible = (guard: Guard, password: boolean, device: boolean, keys: Keys): User => ({
  kind: 'user',
  user,
  console: password ? { kind: 'password', createdAt: new Date(0) } : { kind: 'no-password' },
  devices: { kind: 'devices', all: device ? [{ serial: '', kind: 'virtual', enabledAt: new Date(0) }] : [] },
  guard,
  keys,
});

/** Whether an active key was used lately, as the report tells: it may be hours old, which is little beside the days. */
export function keysIn(row: ReportRow | undefined, now: Date): Keys {
  if (row === undefined) return { kind: 'unknown', why: 'NotInReport' };
  const since = now.getTime() - KEY_IN_USE_DAYS * 86_400_000;
  const isUsed = row.accessKeys.some(({ active, lastUsed }) => active && (lastUsed?.getTime() ?? 0) >= since);
  return { kind: isUsed ? 'in-use' : 'not-in-use' };
}
