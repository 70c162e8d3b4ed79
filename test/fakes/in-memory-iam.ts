import { deviceKindOf, type MfaDevice } from '../../shared/domain/mfa-device.ts';
import type { Guard, Posture } from '../../shared/domain/posture.ts';
import type { UserRef } from '../../shared/domain/user-ref.ts';
import type { DetailsReader, Enforcer, PostureReader } from '../../shared/workflow/ports.ts';
import type { SimulatedClock } from './simulated-clock.ts';

const GUARD_ARN = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';
const POLICIES_PER_USER = 10;

type Lag = { fact: 'password' | 'devices'; until: number };

type StoredUser = {
  userId: string;
  password: Date | undefined;
  devices: MfaDevice[];
  otherPolicies: number;
  guarded: boolean;
  lags: Lag[];
  before: { password: Date | undefined; devices: MfaDevice[] };
};

export type UserSeed = {
  password?: boolean;
  devices?: readonly string[];
  guarded?: boolean;
  otherPolicies?: number;
};

/** IAM in memory, with the rules that bite: the quota, NoSuchEntity for either, a lag after a write, refusals. */
export function inMemoryIam(clock: SimulatedClock) {
  const users = new Map<string, StoredUser>();
  const refused = new Set<'console' | 'devices' | 'guard'>();
  const calls: string[] = [];
  const made = new Map<string, number>();
  let policyExists = true;

  const find = (name: string): StoredUser => {
    const user = users.get(name);
    if (user === undefined) throw new Error(`the test has no user ${name}`);
    return user;
  };
  const seen = (user: StoredUser, fact: Lag['fact']) =>
    user.lags.some((lag) => lag.fact === fact && clock.now().getTime() < lag.until) ? user.before : user;
  const device = (serial: string): MfaDevice => ({ serial, kind: deviceKindOf(serial), enabledAt: clock.now() });

  const postures: PostureReader = {
    read: (ref: UserRef, known?: Guard): Promise<Posture> => {
      calls.push('GetLoginProfile', 'ListMFADevices');
      if (known === undefined) calls.push('ListAttachedUserPolicies');
      const user = users.get(ref.userName);
      if (user === undefined) return Promise.resolve({ kind: 'gone', user: ref });
      const password = seen(user, 'password').password;
      const unknown = { kind: 'unknown', why: 'AccessDenied' } as const;
      return Promise.resolve({
        kind: 'user',
        user: ref,
        console: refused.has('console')
          ? unknown
          : password === undefined
            ? { kind: 'no-password' }
            : { kind: 'password', createdAt: password, resetRequired: false },
        devices: refused.has('devices') ? unknown : { kind: 'devices', all: [...seen(user, 'devices').devices] },
        guard: known ?? (refused.has('guard') ? unknown : { kind: user.guarded ? 'attached' : 'not-attached' }),
      });
    },
  };

  const enforcer: Enforcer = {
    mode: 'enforce',
    guardArn: GUARD_ARN,
    attach: ({ userName }) => {
      calls.push('AttachUserPolicy');
      const user = users.get(userName);
      if (user === undefined || !policyExists) return Promise.resolve({ kind: 'no-such-entity' });
      if (!user.guarded && user.otherPolicies >= POLICIES_PER_USER) {
        return Promise.resolve({ kind: 'quota-exceeded', quota: 'PoliciesPerUser' });
      }
      user.guarded = true;
      return Promise.resolve({ kind: 'attached' });
    },
  };

  const details: DetailsReader = {
    read: ({ accountId, userName }) => {
      calls.push('GetUser');
      return Promise.resolve({
        arn: `arn:aws:iam::${accountId}:user/eng/${userName}`,
        owner: { kind: 'address', address: 'team-a@example.com', from: 'tag "owner"' } as const,
        assumedRoles: { kind: 'not-asked' } as const,
      });
    },
  };

  return {
    postures,
    enforcer,
    details,
    calls,
    adds: (name: string, { password = false, devices = [], guarded = false, otherPolicies = 0 }: UserSeed) => {
      const state = { password: password ? clock.now() : undefined, devices: devices.map(device) };
      // A user who is made again under a name is another.
      const nth = (made.get(name) ?? 0) + 1;
      made.set(name, nth);
      const userId = nth === 1 ? `AIDA${name}` : `AIDA${name}${nth}`;
      users.set(name, {
        userId,
        ...state,
        otherPolicies,
        guarded,
        lags: [],
        before: { password: undefined, devices: [] },
      });
    },
    userIdOf: (name: string) => {
      calls.push('GetUser');
      return users.get(name)?.userId;
    },
    deletes: (name: string) => users.delete(name),
    renames: (name: string, to: string) => {
      users.set(to, find(name));
      users.delete(name);
    },
    setsPassword: (name: string, { seenAfterMs = 0 } = {}) => {
      const user = find(name);
      user.before.password = user.password;
      user.password = clock.now();
      user.lags.push({ fact: 'password', until: clock.now().getTime() + seenAfterMs });
    },
    deletesPassword: (name: string) => {
      find(name).password = undefined;
    },
    enables: (name: string, serial: string, { seenAfterMs = 0 } = {}) => {
      const user = find(name);
      user.before.devices = [...user.devices];
      user.devices.push(device(serial));
      user.lags.push({ fact: 'devices', until: clock.now().getTime() + seenAfterMs });
    },
    deactivates: (name: string, serial: string, { seenAfterMs = 0 } = {}) => {
      const user = find(name);
      user.before.devices = [...user.devices];
      user.devices = user.devices.filter((one) => one.serial !== serial);
      user.lags.push({ fact: 'devices', until: clock.now().getTime() + seenAfterMs });
    },
    detachesGuard: (name: string) => {
      find(name).guarded = false;
    },
    deletesGuardPolicy: () => {
      policyExists = false;
      for (const user of users.values()) user.guarded = false;
    },
    refuses: (fact: 'console' | 'devices' | 'guard') => refused.add(fact),
    isGuarded: (name: string) => find(name).guarded,
    all: () => [...users].map(([name, user]) => ({ name, ...user })),
  };
}
