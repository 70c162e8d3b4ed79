import { daysSince } from '../findings/days.ts';
import type { Evidence } from '../findings/evidence.ts';
import { type Hurt, hurt } from './plan.ts';
import type { SnapshotKey, SnapshotUser } from './snapshot.ts';

/** A key used within so many days counts as in use. */
export const RECENT_DAYS = 30;

/** The name that SES's console gives to a user for SMTP. {@link https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html} */
const SMTP_USER = /^ses-smtp-user\./;

/** What signs without MFA, and is denied from the moment of the guard on. */
export function credentialHurts(user: SnapshotUser, now: Date): readonly Hurt[] {
  const { keys, certificates, serviceCredentials, userName } = user;
  return [
    ...judged(keys, 'access keys', (all) => all.filter((key) => isInUse(key, now)).map(keyInUse)),
    ...(SMTP_USER.test(userName) && mayHaveKey(user) ? [hurt('smtp-user')] : []),
    ...judged(serviceCredentials, 'service-specific credentials', (services) =>
      services.length === 0 ? [] : [hurt('service-credential', { services: services.join(', ') })],
    ),
    ...judged(certificates, 'signing certificates', (count) =>
      count === 0 ? [] : [hurt('signing-certificate', { count })],
    ),
  ];
}

/** What was not read of this user is told of the user; what was not read of the account is told once, elsewhere. */
export function judged<T>(evidence: Evidence<T>, what: string, judge: (value: T) => readonly Hurt[]): readonly Hurt[] {
  if (evidence.kind === 'known') return judge(evidence.value);
  return evidence.of === 'account' ? [] : [hurt('not-judged', { what, why: evidence.why })];
}

const isInUse = ({ active, lastUsed }: SnapshotKey, now: Date): boolean =>
  active && lastUsed !== undefined && daysSince(lastUsed, now) <= RECENT_DAYS;

const mayHaveKey = ({ keys }: SnapshotUser) => keys.kind === 'not-known' || keys.value.some(({ active }) => active);

const keyInUse = ({ number, lastUsed, service = 'not told', region = 'not told' }: SnapshotKey): Hurt =>
  hurt('key-in-use', { key: number, lastUsed: lastUsed?.toISOString() ?? '', service, region });
