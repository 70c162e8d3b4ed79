import type { Finding } from '../finding.ts';
import { daysSince, latestOf } from './days.ts';
import { all, either, type Evidence, isSure, known, map, notKnown } from './evidence.ts';
import type { FindingContext } from './finding-context.ts';
import { deniesKeys } from '../guard-for.ts';
import type { LongTermKeys } from '../rules.ts';
import { isOpenUser } from './passwords.ts';
import { perUser, type Users } from './per-user.ts';
import { isYoungerThan, type Keys, type UserFacts } from './user-facts.ts';

/** An active key that nobody used for so many days is better removed. */
const UNUSED_DAYS = 90;

export function keyFindings(users: Users, { now, settings, longTermKeys }: FindingContext): readonly Finding[] {
  const recent = ({ active, lastUsed }: Keys[number]) =>
    active && lastUsed !== undefined && daysSince(lastUsed, now) <= settings.recentKeyDays;
  const unused = (key: Keys[number]) => key.active && (idleDays(key, now) ?? 0) >= UNUSED_DAYS;
  return [
    ...perUser(
      'access-key-unused',
      users,
      (user) => isUnused(user, now),
      (user) => ({ facts: { keys: numbersOf(user, unused), days: longestIdle(user, unused, now) } }),
    ),
    ...perUser(
      'access-key-would-be-denied',
      users,
      (user) => all(anyKey(user, recent), areDenied(user, longTermKeys)),
      (user) => ({ facts: { keys: numbersOf(user, recent), guarded: isSure(user.isGuarded) } }),
    ),
    ...perUser(
      'key-spared',
      users,
      (user) => all(anyKey(user, recent), areSpared(user, longTermKeys)),
      (user) => ({ facts: { keys: numbersOf(user, recent) } }),
    ),
    ...perUser('key-can-open-console', users, canOpenConsole, (user) => ({
      facts: { keys: numbersOf(user, ({ active }) => active), because: opener(user) ?? 'unknown' },
    })),
  ];
}

/**
 * Whether the guard denies keys in use, or will. `spare-in-use` spares them of whoever is guarded from now on, but
 * loosens no guard that denies them already.
 */
function areDenied(user: UserFacts, longTermKeys: LongTermKeys): Evidence {
  switch (longTermKeys) {
    case 'deny':
      return either(user.isGuarded, isOpenUser(user));
    case 'allow':
      return known(false);
    case 'spare-in-use':
      return map(user.guards, (guards) => guards.some(deniesKeys));
  }
}

/** With `deny` the guard that spares is only left over until the next sweep: what could not be read is no doubt then. */
function areSpared({ guards }: UserFacts, longTermKeys: LongTermKeys): Evidence {
  const spared = map(guards, (all) => all.some(({ kind }) => kind === 'keys-allowed') && !all.some(deniesKeys));
  return longTermKeys === 'deny' ? known(isSure(spared)) : spared;
}

/** Without a password nobody is guarded, so nothing stops these keys. Whether the guard is on in doubt: it is not. */
function canOpenConsole(user: UserFacts): Evidence {
  const noPassword = map(user.hasPassword, (password) => !password);
  const mayOpen = map(user.rights, ({ opensConsoleBy }) => opensConsoleBy !== undefined);
  return all(
    noPassword,
    anyKey(user, ({ active }) => active),
    known(!isSure(user.isGuarded)),
    mayOpen,
  );
}

function isUnused(user: UserFacts, now: Date): Evidence {
  const { keys } = user;
  if (isYoungerThan(UNUSED_DAYS, user, now)) return known(false);
  if (keys.kind === 'not-known') return keys;
  const days = keys.value.filter(({ active }) => active).map((key) => idleDays(key, now));
  if (days.some((idle) => idle !== undefined && idle >= UNUSED_DAYS)) return known(true);
  return days.includes(undefined) ? notKnown('user', 'NoDateInReport') : known(false);
}

const idleDays = ({ lastUsed, lastRotated }: Keys[number], now: Date): number | undefined => {
  const at = latestOf(lastUsed, lastRotated);
  return at === undefined ? undefined : daysSince(at, now);
};

const anyKey = ({ keys }: UserFacts, which: (key: Keys[number]) => boolean): Evidence =>
  map(keys, (list) => list.some(which));

const keysOf = ({ keys }: UserFacts): Keys => (keys.kind === 'known' ? keys.value : []);

/** Keys as the report numbers them: 1 and 2. */
const numbersOf = (user: UserFacts, which: (key: Keys[number]) => boolean): string =>
  keysOf(user)
    .flatMap((key, index) => (which(key) ? [index + 1] : []))
    .join(', ');

const longestIdle = (user: UserFacts, which: (key: Keys[number]) => boolean, now: Date): number =>
  Math.max(
    0,
    ...keysOf(user)
      .filter(which)
      .map((key) => idleDays(key, now) ?? 0),
  );

const opener = ({ rights }: UserFacts) => (rights.kind === 'known' ? rights.value.opensConsoleBy : undefined);
