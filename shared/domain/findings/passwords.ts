import type { Finding } from '../finding.ts';
import { daysSince, latestOf } from './days.ts';
import { all, type Evidence, isSure, known, map, notKnown } from './evidence.ts';
import type { FindingContext } from './finding-context.ts';
import { insufficientData, open } from './make-finding.ts';
import { perUser, type Told, type Users } from './per-user.ts';
import { isYoungerThan, type UserFacts } from './user-facts.ts';

export function passwordFindings(users: Users, { now, settings }: FindingContext): readonly Finding[] {
  return [
    ...perUser('password-without-device', users, isOpenUser, tellOpen),
    ...perUser(
      'console-password-unused',
      users,
      (user) => all(user.hasPassword, isUnused(user, now, settings.unusedPasswordDays)),
      (user) => ({
        facts: { days: daysUnused(user, now) ?? 'unknown', everUsed: user.row?.passwordLastUsed !== undefined },
      }),
    ),
    ...preferIdentityCenter(users),
  ];
}

/** A password and no device. */
export const isOpenUser = ({ hasPassword, hasNoDevice }: UserFacts): Evidence => all(hasPassword, hasNoDevice);

function tellOpen({ isGuarded, posture }: UserFacts): Told {
  const guarded = isGuarded.kind === 'known' ? isGuarded.value : 'unknown';
  const source = posture === undefined ? 'report' : 'live';
  return { facts: { guarded, source }, severity: guarded === true ? 'high' : 'critical' };
}

/** Days since the password was used or set, whichever is later: who has a new one had no time to use it. */
function daysUnused({ row, console }: UserFacts, now: Date): number | undefined {
  const createdAt = console.kind === 'known' ? console.value.createdAt : undefined;
  const at = latestOf(row?.passwordLastUsed, row?.passwordLastChanged, createdAt);
  return at === undefined ? undefined : daysSince(at, now);
}

function isUnused(user: UserFacts, now: Date, most: number): Evidence {
  const days = daysUnused(user, now);
  if ((days !== undefined && days < most) || isYoungerThan(most, user, now)) return known(false);
  // Only the report tells when a password was last used; it has a row where it has the keys.
  if (user.row === undefined) return map(user.keys, () => false);
  if (user.row.passwordEnabled === false) return known(false); // If there is one now, it was set since.
  return days === undefined ? notKnown('user', 'NoDateInReport') : known(true);
}

/** Said once for the account: people are better off without passwords of IAM users. */
function preferIdentityCenter({ all: users, accountArn, unlisted }: Users): readonly Finding[] {
  const passwords = users.filter(({ hasPassword }) => isSure(hasPassword)).length;
  const unread = users.map(({ hasPassword }) => hasPassword).filter((one) => one.kind === 'not-known');
  const facts = { passwords, doubtful: unread.length };
  if (passwords > 0) return [open('prefer-identity-center', accountArn, facts)];
  const reasons = [...unread, ...(unlisted === undefined ? [] : [unlisted])].map(({ why }) => why);
  if (reasons.length === 0) return [];
  const why = [...new Set(reasons)].sort().join(', ');
  return [insufficientData('prefer-identity-center', accountArn, { why, users: unread.length })];
}
