import type { ImpairmentDetail, MachineDetail, OwnRoleDetail, TamperDetail } from '../domain/machine-detail.ts';
import { GUARD_NAME, GUARD_NAMES } from '../domain/guard-name.ts';
import type { TamperEvent } from '../domain/mfa-event.ts';
import type { Notification } from '../domain/notification.ts';
import { aboutOf, actorDetail } from './event-details.ts';

type Tampered = Extract<Notification, { kind: 'guard-tampered' }>;

/** Somebody touched a guard, for machines. */
export function tamperDetail({ account, happened, restoration, at }: Tampered): TamperDetail {
  const done = restoration.kind === 'evaluated' ? restoration.outcome.effect : restoration.kind;
  return {
    ...aboutOf(account, happened.eventId, at),
    happened: happened.kind,
    happenedAt: happened.at.toISOString(),
    call: happened.call,
    ...policyOf(happened),
    ...('user' in happened ? { user: { name: happened.user.userName } } : {}),
    actor: actorDetail(happened.actor),
    restoration: done,
    ...('versionId' in restoration ? { versionId: restoration.versionId } : {}),
  };
}

/** The name of the policy that was touched; of a boundary nothing tells whether the user carries a guard. */
function policyOf(happened: TamperEvent): Pick<TamperDetail, 'policy'> {
  if (happened.kind === 'boundary-changed') return {};
  return { policy: happened.guard === 'inline' ? GUARD_NAME : GUARD_NAMES[happened.guard] };
}

type Changed = Pick<Extract<Notification, { kind: 'machine-changed' | 'own-role-used' }>, 'account' | 'happened'>;

/** Somebody changed what the service consists of, for machines. */
export function machineDetail({ account, happened }: Changed): MachineDetail {
  const { service, call, resource, actor } = happened;
  return {
    ...aboutOf(account, happened.eventId, happened.at),
    service,
    call,
    ...(resource === undefined ? {} : { resource }),
    actor: actorDetail(actor),
  };
}

/** Something else than our own function acted in its role's name, for machines. */
export function ownRoleDetail(notification: Extract<Notification, { kind: 'own-role-used' }>): OwnRoleDetail {
  const { role, refused } = notification.happened;
  return { ...machineDetail(notification), role, ...(refused === undefined ? {} : { refused }) };
}

type Impaired = Extract<Notification, { kind: 'machine-impaired' }>;

/** What keeps events from the functions, for machines. No event led to it: the look has an id of its own. */
export const impairmentDetail = ({ account, at, found }: Impaired): ImpairmentDetail => ({
  ...aboutOf(account, impairedId(at), at),
  found,
});

export const impairedId = (at: Date): string => `machine-impaired-${at.toISOString()}`;
