import type { ImpairmentDetail, MachineDetail, OwnRoleDetail, TamperDetail } from '../domain/domain-event.ts';
import type { TamperEvent } from '../domain/mfa-event.ts';
import type { Notification } from '../domain/notification.ts';
import { aboutOf, actorDetail } from './event-details.ts';

type Tampered = Extract<Notification, { kind: 'guard-tampered' }>;

/** Somebody touched the guard, for machines. */
export function tamperDetail({ account, happened, restoration, at }: Tampered): TamperDetail {
  const done = restoration.kind === 'evaluated' ? restoration.outcome.effect : restoration.kind;
  return {
    ...aboutOf(account, happened.eventId, at),
    happened: happened.kind,
    happenedAt: happened.at.toISOString(),
    call: callOf(happened),
    ...('user' in happened ? { user: { name: happened.user.userName } } : {}),
    actor: actorDetail(happened.actor),
    restoration: done,
    ...('versionId' in restoration ? { versionId: restoration.versionId } : {}),
  };
}

/** The call of IAM that it was. */
const callOf = (happened: TamperEvent): string =>
  happened.kind === 'guard-detached' ? 'DetachUserPolicy' : happened.call;

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
