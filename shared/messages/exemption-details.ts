import type { EndingDetail, ExemptionChangeDetail, ExemptionData } from '../domain/domain-event.ts';
import { changeKind, type StoredExemption } from '../domain/exemption-change.ts';
import type { Exemption } from '../domain/exemption.ts';
import type { Notification } from '../domain/notification.ts';
import { aboutOf } from './event-details.ts';

/** One a user. */
export function endingDetails({
  account,
  sweepId,
  at,
  endings,
}: Extract<Notification, { kind: 'exemptions-ending' }>): readonly EndingDetail[] {
  return endings.map(({ exemption, ending }) => ({
    ...aboutOf(account, sweepId, at),
    ending: ending.kind,
    exemption: dataOf(exemption),
  }));
}

/** What was written, as far as it can be read. */
export function changeDetail({
  account,
  change,
}: Extract<Notification, { kind: 'exemption-changed' }>): ExemptionChangeDetail {
  return {
    ...aboutOf(account, change.id, change.at),
    change: changeKind(change),
    userId: change.userId,
    ...partOf('before', change.before),
    ...partOf('after', change.after),
  };
}

const partOf = (name: 'before' | 'after', stored: StoredExemption) =>
  typeof stored === 'object' ? { [name]: dataOf(stored) } : {};

const dataOf = ({ createdAt, expiresAt, ...rest }: Exemption): ExemptionData => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
