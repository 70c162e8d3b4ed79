import { deviceKindOf, type MfaDevice } from '../../shared/domain/mfa-device.ts';
import { after } from '../../shared/domain/guard-steps.ts';
import { guardArnOf, type GuardKind } from '../../shared/domain/guard-name.ts';
import { type AttachedGuard, type Guard, guardOf, type Keys, type Posture } from '../../shared/domain/posture.ts';
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
  guards: readonly AttachedGuard[];
  keys: Keys;
  path: string;
  groups: readonly string[];
  tags: Readonly<Record<string, string>>;
  lags: Lag[];
  before: { password: Date | undefined; devices: MfaDevice[] };
};

export type UserSeed = {
  password?: boolean;
  devices?: readonly string[];
  guarded?: boolean;
  /** Instead of `guarded`. */
  guards?: readonly AttachedGuard[];
  otherPolicies?: number;
  keys?: Keys;
  path?: string;
  groups?: readonly string[];
  tags?: Readonly<Record<string, string>>;
};

const THE_GUARD: AttachedGuard = { kind: 'guard', by: 'managed' };

/** IAM in memory, with the rules that bite: the quota, NoSuchEntity for either, a lag after a write, refusals. */
export function inMemoryIam(clock: SimulatedClock, { inlineFallback = false } = {}) {
  const users = new Map<string, StoredUser>();
  const refused = new Set<'console' | 'devices' | 'guard'>();
  const calls: string[] = [];
  const made = new Map<string, number>();
  let policyExists = true;
  let callsUntilCrash: number | undefined;
  let watch: (userName: string, user: StoredUser) => void = () => undefined;

  const find = (name: string): StoredUser => {
    const user = users.get(name);
    if (user === undefined) throw new Error(`the test has no user ${name}`);
    return user;
  };
  const seen = (user: StoredUser, fact: Lag['fact']) =>
    user.lags.some((lag) => lag.fact === fact && clock.now().getTime() < lag.until) ? user.before : user;
  const device = (serial: string): MfaDevice => ({ serial, kind: deviceKindOf(serial), enabledAt: clock.now() });

  const postures: PostureReader = {
    keysOf: ({ userName }) => {
      calls.push('ListAccessKeys');
      return Promise.resolve(users.get(userName)?.keys ?? { kind: 'not-in-use' });
    },
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
        guard: known ?? (refused.has('guard') ? unknown : guardOf(user.guards)),
      });
    },
  };

  const policiesOf = (user: StoredUser) => user.otherPolicies + user.guards.filter(({ by }) => by === 'managed').length;
  const carries = (user: StoredUser, guard: AttachedGuard) =>
    user.guards.some(({ kind, by }) => by === guard.by && (by === 'inline' || kind === guard.kind));
  const crashIfDue = () => {
    if (callsUntilCrash === undefined) return;
    if (callsUntilCrash === 0) {
      callsUntilCrash = undefined;
      throw new Error('the function died');
    }
    callsUntilCrash -= 1;
  };

  const enforcer: Enforcer = {
    mode: 'enforce',
    inlineFallback,
    arnOf: (kind: GuardKind) => guardArnOf(GUARD_ARN, kind),
    attach: async ({ userName }, guard) => {
      crashIfDue();
      calls.push(guard.by === 'managed' ? 'AttachUserPolicy' : 'PutUserPolicy');
      const user = users.get(userName);
      const isThere = policyExists || guard.by === 'inline';
      if (user === undefined || !isThere) return { kind: 'no-such-entity' };
      if (guard.by === 'managed' && !carries(user, guard) && policiesOf(user) >= POLICIES_PER_USER) {
        return { kind: 'quota-exceeded', quota: 'PoliciesPerUser' };
      }
      user.guards = after(user.guards, { do: 'attach', guard });
      watch(userName, user);
      return Promise.resolve({ kind: 'attached' });
    },
    detach: async ({ userName }, guard) => {
      crashIfDue();
      calls.push(guard.by === 'managed' ? 'DetachUserPolicy' : 'DeleteUserPolicy');
      const user = users.get(userName);
      if (user === undefined || !carries(user, guard)) return { kind: 'not-there' };
      user.guards = after(user.guards, { do: 'detach', guard });
      watch(userName, user);
      return Promise.resolve({ kind: 'detached' });
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
    adds: (name: string, { password = false, devices = [], guarded = false, otherPolicies = 0, ...seed }: UserSeed) => {
      const state = { password: password ? clock.now() : undefined, devices: devices.map(device) };
      // A user who is made again under a name is another.
      const nth = (made.get(name) ?? 0) + 1;
      made.set(name, nth);
      const userId = nth === 1 ? `AIDA${name}` : `AIDA${name}${nth}`;
      users.set(name, {
        userId,
        ...state,
        otherPolicies,
        guards: seed.guards ?? (guarded ? [THE_GUARD] : []),
        keys: seed.keys ?? { kind: 'not-in-use' },
        path: seed.path ?? '/',
        groups: seed.groups ?? [],
        tags: seed.tags ?? {},
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
      find(name).guards = [];
    },
    /** Somebody takes one guard off. */
    loses: (name: string, { kind, by }: AttachedGuard) => {
      const user = find(name);
      user.guards = user.guards.filter((one) => one.kind !== kind || one.by !== by);
    },
    hasDevice: (name: string) => find(name).devices.length > 0,
    managedGuardsOf: (name: string) => find(name).guards.filter(({ by }) => by === 'managed').length,
    usesKeys: (name: string, keys: Keys) => {
      find(name).keys = keys;
    },
    /** What waves go by. */
    moves: (name: string, to: Pick<UserSeed, 'path' | 'groups' | 'tags'>) => {
      Object.assign(find(name), to);
    },
    attachesOthers: (name: string, otherPolicies: number) => {
      find(name).otherPolicies = otherPolicies;
    },
    /** The function dies before the call after so many that change a user. */
    dies: (after: number) => {
      callsUntilCrash = after;
    },
    /** Looks at the user after each call that changed one. */
    watches: (look: typeof watch) => {
      watch = look;
    },
    deletesGuardPolicy: () => {
      policyExists = false;
      for (const user of users.values()) user.guards = [];
    },
    refuses: (fact: 'console' | 'devices' | 'guard') => refused.add(fact),
    isGuarded: (name: string) => find(name).guards.length > 0,
    guardsOf: (name: string) => find(name).guards,
    guardArn: GUARD_ARN,
    all: () => [...users].map(([name, user]) => ({ name, guarded: user.guards.length > 0, ...user })),
  };
}
