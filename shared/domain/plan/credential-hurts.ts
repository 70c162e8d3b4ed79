import type { Evidence } from '../findings/evidence.ts';
import type { Rules } from '../rules.ts';
import { type Hurt, hurt } from './plan.ts';
import type { SnapshotKey, SnapshotUser } from './snapshot.ts';
import { areDeniedNow, isInUse, keysAfter } from './snapshot-keys.ts';

/** The name that SES's console gives to a user for SMTP. {@link https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html} */
const SMTP_USER = /^ses-smtp-user\./;

/** What signs without MFA, and is denied from the moment of the guard on, unless the guard that is due spares it. */
export function credentialHurts(user: SnapshotUser, rules: Rules, now: Date): readonly Hurt[] {
  const { keys, certificates, serviceCredentials, userName } = user;
  const after = keysAfter(user, rules, now);
  if (after === 'allowed' || areDeniedNow(user)) return [];
  const inUse = (all: readonly SnapshotKey[]) => all.filter((key) => isInUse(key, now));
  if (after === 'spared')
    return judged(keys, 'access keys', (all) => inUse(all).map((key) => ofKey('key-spared', key)));
  return [
    ...judged(keys, 'access keys', (all) => inUse(all).map((key) => ofKey('key-in-use', key))),
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

const mayHaveKey = ({ keys }: SnapshotUser) => keys.kind === 'not-known' || keys.value.some(({ active }) => active);

const ofKey = (
  code: 'key-in-use' | 'key-spared',
  { number, lastUsed, service = 'not told', region = 'not told' }: SnapshotKey,
): Hurt => hurt(code, { key: number, lastUsed: lastUsed?.toISOString() ?? '', service, region });
