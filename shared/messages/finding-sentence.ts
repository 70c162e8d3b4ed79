import type { Finding, FindingCode } from '../domain/finding.ts';
import { visible } from './visible.ts';

/** A finding as one sentence or two. Whatever came from outside is shown escaped. */
export function findingSentence({ code, status, resource, facts }: Finding): string {
  const of = (name: string) => visible(String(facts[name] ?? 'unknown'));
  const about = visible(resource);
  return status === 'open'
    ? OPEN[code](about, of)
    : `Whether ${WHETHER[code]} is not known for ${IS_ACCOUNT.test(resource) ? 'the account' : about}${affected(facts['users'])}: ${reasons(of('why'))}.`;
}

type Of = (fact: string) => string;

const OPEN: Readonly<Record<FindingCode, (about: string, of: Of) => string>> = {
  'root-without-mfa': () => 'The root user has a password and no MFA device.',
  'root-access-keys': (_, of) => `The root user has access keys (${of('keys')}): whoever holds one may do anything.`,
  'root-has-virtual-device': (_, of) =>
    `The root user has an authenticator app (${of('serial')}), which can be phished. Whether there is a passkey beside it no API tells.`,
  'root-used-recently': (_, of) => `The root user was used at ${of('at')} (UTC), with its ${of('with')}.`,
  'password-without-device': (about, of) =>
    `${about} has a console password and no MFA device. ${GUARDED.get(of('guarded')) ?? GUARD_UNKNOWN}${of('source') === 'report' ? ' Seen in the credential report only, which may be four hours old.' : ''}`,
  'privileged-without-phishing-resistant': (about, of) =>
    `${about} is an administrator (${of('because')}) whose MFA can be phished (${of('kinds')}). ${of('certain') === 'true' ? 'All devices were read.' : 'Whether there is a passkey beside it was not read: "audit --deep" tells.'}`,
  'no-backup-device': (about, of) =>
    `${about}${of('privileged') === 'true' ? ', an administrator,' : ''} has one MFA device: if it is lost, the user is locked out.`,
  'console-password-unused': (about, of) =>
    `${about} has a console password that ${of('everUsed') === 'true' ? `was not used for ${of('days')} days` : `was never used in ${of('days')} days`}.`,
  'wave-left': (about) =>
    `${about} was in the wave that is guarded, and by path, groups and tags is in it no more. That frees nobody: the user is held to it.`,
  'access-key-unused': (about, of) =>
    `${about} has an active access key (${of('keys')}) unused for ${of('days')} days.`,
  'access-key-would-be-denied': (about, of) =>
    `${about} ${of('guarded') === 'true' ? 'carries the guard' : 'would be guarded'} and has an access key in use (${of('keys')}): what runs on it ${of('guarded') === 'true' ? 'is denied' : 'will be denied'}.`,
  'key-spared': (about, of) =>
    `${about} carries the guard that spares access keys and has one in use (${of('keys')}): whoever holds it needs no MFA.`,
  'key-can-open-console': (about, of) =>
    `${about} has no password, but an active access key (${of('keys')}) that can open the console without MFA (${of('because')}). The guard does not reach it.`,
  'orphan-virtual-device': (about) =>
    `${about} is assigned to nobody: the next enrolment under the same name fails with EntityAlreadyExists.`,
  'prefer-identity-center': (_, of) =>
    `IAM users of the account with a console password: ${of('passwords')}${of('doubtful') === '0' ? '' : ` (of ${of('doubtful')} more it is not known)`}.`,
  'guard-missing-or-edited': (about, of) =>
    of('how') === 'missing'
      ? `The guard policy ${about} does not exist: nobody can be given it.`
      : `The guard policy ${about} was edited: its default version ${of('defaultVersion')} is not the text that this release ships.`,
  'may-take-over-the-service': (about, of) =>
    `${about} may pass or change the roles or the functions of aws-mfa-enforcer (${of('because')}), and so act as the service.`,
  'trail-missing': (_, of) =>
    `No trail brings management events to the rules (${of('why')}): nothing is noticed as it happens.`,
  'nobody-subscribed': (about, of) =>
    `The topic ${about} has no confirmed subscriber (${of('pending')} pending): whatever it is told, nobody hears.`,
  'subscription-unconfirmed': (about, of) =>
    `The topic ${about} has subscriptions that nobody has confirmed (${of('pending')}): they get nothing, and SNS drops them after two days.`,
  'subscription-lost': (about, of) =>
    `The topic ${about} has lost subscriptions (${of('deleted')}): somebody unsubscribed, or an address was taken off, and gets nothing any more.`,
};

const GUARDED: ReadonlyMap<string, string> = new Map([
  ['true', 'The guard is on.'],
  ['false', 'The guard is NOT on: the password alone is enough.'],
]);
const GUARD_UNKNOWN = 'Whether the guard is on is not known.';

/** Continues "Whether … is not known". */
const WHETHER: Readonly<Record<FindingCode, string>> = {
  'root-without-mfa': 'the root user has an MFA device',
  'root-access-keys': 'the root user has access keys',
  'root-has-virtual-device': 'the root user has an authenticator app',
  'root-used-recently': 'the root user was used',
  'password-without-device': 'there is a console password without an MFA device',
  'privileged-without-phishing-resistant': 'an administrator has only MFA that can be phished',
  'no-backup-device': 'a second MFA device is there',
  'console-password-unused': 'a console password is unused',
  'wave-left': 'somebody has left the wave that is guarded',
  'access-key-unused': 'an access key is unused',
  'access-key-would-be-denied': 'the guard denies an access key in use',
  'key-spared': 'the guard spares an access key in use',
  'key-can-open-console': 'an access key can open the console without MFA',
  'orphan-virtual-device': 'there are virtual MFA devices of nobody',
  'prefer-identity-center': 'there are console passwords',
  'guard-missing-or-edited': 'the guard policies are those that this release ships',
  'may-take-over-the-service': 'anybody may pass or change the roles or the functions of aws-mfa-enforcer',
  'trail-missing': 'a trail brings events to the rules',
  'nobody-subscribed': 'anybody hears of what is told',
  'subscription-unconfirmed': 'all subscriptions are confirmed',
  'subscription-lost': 'a subscription was taken off',
};

/** The domain's own words for what was not read; anything else is AWS's error code. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['KindsNotRead', 'the devices are passkeys or hardware tokens, and only "audit --deep" reads which'],
  ['NoDateInReport', 'the credential report has no date of it'],
  ['NotInAccountDetails', 'the account details do not have the user'],
  ['NotInReport', 'the credential report does not say it'],
  ['NotRead', 'it was not read'],
  ['VirtualDevicesNotRead', 'the list of virtual devices could not be read'],
  ['ReportOutdated', 'something may have changed since the credential report'],
]);

const IS_ACCOUNT = /^arn:[^:]*:iam::\d+:root$/;

/** Several of them when several parts of the account could not be read. */
const reasons = (whys: string) => whys.split(', ').map(reason).join('; ');

const reason = (why: string) => REASONS.get(why) ?? `it could not be read (${why})`;

const affected = (users: unknown) => (typeof users === 'number' && users > 0 ? ` (${counted(users, 'user')})` : '');

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
