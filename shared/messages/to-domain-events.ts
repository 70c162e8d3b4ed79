import { assertNever } from '../domain/assert-never.ts';
import type { DomainEvent } from '../domain/domain-event.ts';
import type { RootEvent } from '../domain/mfa-event.ts';
import type { Notification, UserNotificationKind } from '../domain/notification.ts';
import { aboutOf, actorDetail, guardDetail, ownerIn, serialIn, waitingDetail } from './event-details.ts';
import { changeDetail, endingDetails } from './exemption-details.ts';
import { sweepDetail } from './sweep-detail.ts';
import { impairmentDetail, machineDetail, ownRoleDetail, tamperDetail } from './tamper-detail.ts';

/**
 * A notification as events for machines: one a user where it names several. Those of root and of users are bounded;
 * the one of a sweep is cut, so that each fits into an entry of EventBridge.
 */
export function toDomainEvents(notification: Notification): readonly DomainEvent[] {
  const { account } = notification;
  switch (notification.kind) {
    case 'user-guarded':
    case 'user-would-be-guarded':
    case 'guard-failed':
    case 'guard-released':
    case 'device-added': {
      const { kind, happened, outcome, details } = notification;
      const detail = { ...guardDetail(account, outcome, happened), ...ownerIn(details.owner) };
      const { arn } = details;
      const user = arn === undefined ? detail.user : { ...detail.user, arn };
      return [{ detailType: OF_USER[kind], detail: { ...detail, user } }];
    }
    case 'root-alert': {
      const { happened } = notification;
      const about = aboutOf(account, happened.eventId, happened.at);
      const { kind, actor } = happened;
      const detail = { ...about, happened: kind, actor: actorDetail(actor), ...serialIn(happened) };
      return [{ detailType: OF_ROOT[kind], detail }];
    }
    case 'machine-changed':
      return [{ detailType: 'Machine Changed', detail: machineDetail(notification) }];
    case 'own-role-used':
      return [{ detailType: 'Own Role Used', detail: ownRoleDetail(notification) }];
    case 'machine-impaired':
      return [{ detailType: 'Machine Impaired', detail: impairmentDetail(notification) }];
    case 'guard-tampered':
      return [{ detailType: 'Guard Tampered', detail: tamperDetail(notification) }];
    case 'users-guarded':
      return notification.users.map(({ outcome }) => ({
        detailType: outcome.effect === 'would-apply' ? 'User Would Be Guarded' : 'User Guarded',
        detail: { ...guardDetail(account, outcome, notification.sweepId), ...ownerIn(notification.owner) },
      }));
    case 'sweep-digest': {
      const { swept, sweepId } = notification.result;
      const failed = swept.filter(({ outcome }) => outcome.effect === 'failed');
      return [
        { detailType: 'Sweep Completed', detail: sweepDetail(notification) },
        ...failed.map(({ outcome }) => ({
          detailType: 'Guard Failed' as const,
          detail: guardDetail(account, outcome, sweepId),
        })),
      ];
    }
    case 'events-lost':
      return notification.lost.map(({ happened, outcome }) => ({
        detailType: 'Event Lost',
        detail: { ...guardDetail(account, outcome, happened), trail: notification.trail },
      }));
    case 'users-reminded': {
      const about = aboutOf(account, notification.sweepId, notification.at);
      return notification.users.map((user) => ({
        detailType: 'User Reminded',
        detail: waitingDetail(about, user, notification.owner),
      }));
    }
    case 'users-overdue': {
      const about = aboutOf(account, notification.sweepId, notification.at);
      return notification.users.map((user) => ({
        detailType: 'User Overdue',
        detail: waitingDetail(about, user, user.owner),
      }));
    }
    case 'exemptions-ending':
      return endingDetails(notification).map((detail) => ({ detailType: 'Exemption Ending', detail }));
    case 'exemption-changed':
      return [{ detailType: 'Exemption Changed', detail: changeDetail(notification) }];
    case 'held-digest':
      return []; // what it tells of went out on the bus at its time: only people are held back
    default:
      return assertNever(notification);
  }
}

const OF_USER = {
  'user-guarded': 'User Guarded',
  'user-would-be-guarded': 'User Would Be Guarded',
  'guard-failed': 'Guard Failed',
  'guard-released': 'Guard Released',
  'device-added': 'MFA Device Added',
} as const satisfies Readonly<Record<UserNotificationKind, DomainEvent['detailType']>>;

const OF_ROOT = {
  'root-signed-in-without-mfa': 'Root Signed In Without MFA',
  'root-password-set': 'Root Password Set',
  'root-device-removed': 'Root MFA Device Removed',
} as const satisfies Readonly<Record<RootEvent['kind'], DomainEvent['detailType']>>;
