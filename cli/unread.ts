import type { FindingContext } from '../shared/domain/findings/finding-context.ts';
import type { Inventory } from '../shared/domain/inventory.ts';
import type { Posture } from '../shared/domain/posture.ts';
import { visible } from '../shared/messages/visible.ts';
import { isDenial } from './explain.ts';
import type { Watch } from './watch.ts';

/** Something that could not be read: what, by which action, and the name of the error. */
export type Unread = {
  readonly what: string;
  readonly action: string;
  readonly why: string;
  /** For how many users; undefined: a part of the whole account. */
  readonly users?: number;
};

/** The bulk reads that failed. `watch` knows which of a part's actions it was. */
export function unreadParts(inventory: Inventory, watch: Watch): readonly Unread[] {
  const { report, details, virtualDevices, summary, history } = inventory;
  const part = (what: string, read: { kind: string; why?: string }, ...actions: readonly [string, ...string[]]) => {
    if (read.kind !== 'unknown') return [];
    const failed = watch.failures.find(({ action, name }) => actions.includes(action) && name === read.why);
    return [{ what, action: failed?.action ?? actions[0], why: read.why ?? 'Unknown' }];
  };
  const lookups = watch.failures.find(({ action }) => action === 'cloudtrail:LookupEvents');
  const events = { kind: history.complete ? 'history' : 'unknown', why: lookups?.name ?? 'NotReadInFull' };
  return [
    ...part('the credential report', report, 'iam:GetCredentialReport', 'iam:GenerateCredentialReport'),
    ...part('users, groups and policies', details, 'iam:GetAccountAuthorizationDetails'),
    ...part('the virtual MFA devices', virtualDevices, 'iam:ListVirtualMFADevices'),
    ...part('what root has', summary, 'iam:GetAccountSummary'),
    ...part('event history', events, 'cloudtrail:LookupEvents'),
  ];
}

/** Whether a trail brings events to EventBridge. */
export function unreadTrail({ trail }: FindingContext, watch: Watch): readonly Unread[] {
  if (trail === 'not-asked' || trail.kind !== 'unknown') return [];
  const { why } = trail;
  const failed = watch.failures.find(({ action, name }) => TRAIL.includes(action) && name === why);
  return [{ what: 'the trail', action: failed?.action ?? 'cloudtrail:DescribeTrails', why }];
}

const TRAIL = ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'];

const LIVE = {
  console: { what: 'console passwords', action: 'iam:GetLoginProfile' },
  devices: { what: 'MFA devices', action: 'iam:ListMFADevices' },
  guard: { what: 'attached policies', action: 'iam:ListAttachedUserPolicies' },
  credentials: { what: 'service-specific credentials', action: 'iam:ListServiceSpecificCredentials' },
} as const;

/** A fact of one user, and the name of the error that kept it from being read. */
export type UnreadFact = { readonly fact: keyof typeof LIVE; readonly why: string };

export function unreadFactsOf(posture: Posture): readonly UnreadFact[] {
  if (posture.kind === 'gone') return [];
  return (['console', 'devices', 'guard'] as const).flatMap((fact) => {
    const read = posture[fact];
    return read.kind === 'unknown' ? [{ fact, why: read.why }] : [];
  });
}

/** What was not read of single users: one for each fact and error. */
export function unreadUsers(facts: readonly UnreadFact[]): readonly Unread[] {
  const counts = new Map<string, UnreadFact & { users: number }>();
  for (const { fact, why } of facts) {
    const key = `${fact} ${why}`;
    counts.set(key, { fact, why, users: (counts.get(key)?.users ?? 0) + 1 });
  }
  return [...counts.values()].map(({ fact, why, users }) => ({ ...LIVE[fact], why, users }));
}

/** What was not read, by which action. */
export function unreadLines(unread: readonly Unread[]): readonly string[] {
  return unread.map(({ what, action, why, users }) => {
    const whose = users === undefined ? '' : ` of ${users} users`;
    return `${what}${whose}: ${action} ${isDenial(why) ? 'was denied' : 'failed'} (${visible(why)})`;
  });
}

/** The next step. */
export function afterUnread(unread: readonly Unread[], caller: string): string {
  const denied = [...new Set(unread.filter(({ why }) => isDenial(why)).map(({ action }) => action))];
  return denied.length === 0 ? 'Run it again; what is not known stays so until then.' : allow(denied, caller);
}

/** What to do about denied actions. */
export const allow = (actions: readonly string[], caller: string): string =>
  `Allow ${actions.join(', ')} to ${visible(caller)}: docs/cli.md has the policy. Then run it again.`;
